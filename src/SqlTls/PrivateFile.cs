using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace SqlTls;

/// <summary>Files that nobody else may read, from before their first byte.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file: mode 0600, and on Windows for this user, administrators and the system alone.</summary>
    /// <param name="file">Full path.</param>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static FileStream Create(string file)
    {
        const int Unbuffered = 1;
        return OperatingSystem.IsWindows()
            ? new FileInfo(file).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, Unbuffered, FileOptions.None, OwnersAlone())
            : new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode });
    }

    // Nothing of what the folder would hand down: in one below the drive's root every user may read.
    [SupportedOSPlatform("windows")]
    private static FileSecurity OwnersAlone()
    {
        using var user = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier who in new[] { user.User!, new(WellKnownSidType.BuiltinAdministratorsSid, null), new(WellKnownSidType.LocalSystemSid, null) })
        {
            security.AddAccessRule(new FileSystemAccessRule(who, FileSystemRights.FullControl, AccessControlType.Allow));
        }

        return security;
    }
}
