using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace SqlTls.Instances.Windows;

/// <summary>Rights to key files of this machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class LocalKeyPermissions : IKeyPermissions
{
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
        Change(keyFile, security => security.AddAccessRule(MayRead(Accounts.Find(account) ?? throw Refused(keyFile, $"there is no account {account}", null))));
        return true;
    });

    public void RevokeRead(string keyFile, string account) => Guard(keyFile, () =>
    {
        if (File.Exists(keyFile) && Accounts.Find(account) is { } identity)
        {
            Change(keyFile, security => security.RemoveAccessRule(MayRead(identity)));
        }

        return true;
    });

    private static FileSystemAccessRule MayRead(SecurityIdentifier identity) => new(identity, FileSystemRights.Read, AccessControlType.Allow);

    private static void Change(string keyFile, Action<FileSecurity> change)
    {
        var file = new FileInfo(keyFile);
        FileSecurity security = file.GetAccessControl(AccessControlSections.Access);
        change(security);
        file.SetAccessControl(security);
    }

    private static T Guard<T>(string keyFile, Func<T> work)
    {
        try
        {
            return work();
        }
        // The second of them where rules stand in an order that Windows does not make.
        catch (Exception exception) when (exception is UnauthorizedAccessException or InvalidOperationException or IOException or PrivilegeNotHeldException)
        {
            throw Refused(keyFile, exception.Message.TrimEnd('.'), exception);
        }
    }

    private static SqlTlsException Refused(string keyFile, string why, Exception? exception) => new(
        Failure.Surroundings,
        WindowsCodes.KeyNotReadable,
        $"The rights of the private key's file {keyFile} cannot be read or set: {why}.",
        "Run it as an administrator, and look at the file's permissions; icacls FILE /verify says whether they are in order, and icacls FILE /reset puts them in order.",
        exception);
}
