using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using SqlTls.Certificates;

namespace SqlTls.Windows.Tests.OnWindows;

[SupportedOSPlatform("windows")]
public sealed class PrivateFiles
{
    [WindowsFact]
    public void Are_for_their_user_administrators_and_the_system_alone()
    {
        using var folder = new TemporaryFolder();
        new OutputFolder(folder.Path).Write([("server.key", "key"u8.ToArray(), true)], overwriteKeys: false);

        FileSecurity security = new FileInfo(folder.File("server.key")).GetAccessControl();
        using var user = WindowsIdentity.GetCurrent();
        SecurityIdentifier[] allowed = [user.User!, new(WellKnownSidType.BuiltinAdministratorsSid, null), new(WellKnownSidType.LocalSystemSid, null)];

        Assert.True(security.AreAccessRulesProtected);
        Assert.All(
            security.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>(),
            rule => Assert.Contains((SecurityIdentifier)rule.IdentityReference, allowed));
    }
}
