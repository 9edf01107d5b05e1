using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace SqlTls.Instances.Windows;

/// <summary>Rights to key files of this machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class LocalKeyPermissions : IKeyPermissions
{
    public string? Read(string keyFile) => Guard(keyFile, () => File.Exists(keyFile)
        ? new FileInfo(keyFile).GetAccessControl(AccessControlSections.Access).GetSecurityDescriptorSddlForm(AccessControlSections.Access)
        : null);

    public void Write(string keyFile, string rules) => Guard(keyFile, () =>
    {
        var security = new FileSecurity();
        security.SetSecurityDescriptorSddlForm(rules, AccessControlSections.Access);
        new FileInfo(keyFile).SetAccessControl(security);
        return true;
    });

    public bool MayRead(string keyFile, string account) => Guard(keyFile, () =>
    {
        if (Accounts.Find(account) is not { } identity || !File.Exists(keyFile))
        {
            return false;
        }

        FileSystemAccessRule[] rules =
        [
            .. new FileInfo(keyFile).GetAccessControl(AccessControlSections.Access)
                .GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier))
                .Cast<FileSystemAccessRule>()
                .Where(rule => rule.IdentityReference == identity),
        ];
        return rules.Any(rule => rule.AccessControlType == AccessControlType.Allow && rule.FileSystemRights.HasFlag(FileSystemRights.Read))
            && !rules.Any(rule => rule.AccessControlType == AccessControlType.Deny && (rule.FileSystemRights & FileSystemRights.Read) != 0);
    });

    public void AllowRead(string keyFile, string account) => Guard(keyFile, () =>
    {
        SecurityIdentifier identity = Accounts.Find(account) ?? throw Refused(keyFile, $"there is no account {account}", null);
        var file = new FileInfo(keyFile);
        FileSecurity security = file.GetAccessControl(AccessControlSections.Access);
        security.AddAccessRule(new FileSystemAccessRule(identity, FileSystemRights.Read, AccessControlType.Allow));
        file.SetAccessControl(security);
        return true;
    });

    private static T Guard<T>(string keyFile, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or PrivilegeNotHeldException)
        {
            throw Refused(keyFile, exception.Message.TrimEnd('.'), exception);
        }
    }

    private static SqlTlsException Refused(string keyFile, string why, Exception? exception) => new(
        Failure.Surroundings,
        WindowsCodes.KeyNotReadable,
        $"The rights of the private key's file {keyFile} cannot be read or set: {why}.",
        "Run it as an administrator, and look at the file's permissions.",
        exception);
}
