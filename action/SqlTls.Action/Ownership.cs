using System.Formats.Tar;
using System.Runtime.InteropServices;

namespace SqlTls.Action;

/// <summary>
/// Gives files to the owner of another folder. The action's container runs as root, its files lie in a workspace of the runner's user, and that
/// user must be able to delete them before the next checkout.
/// </summary>
internal static partial class Ownership
{
    /// <param name="folder">Full path of the folder to give away, with all that is in it, and with links themselves and not what they lead to.</param>
    /// <param name="like">Full path of a folder whose owner gets it.</param>
    public static void Give(string folder, string like)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        (int owner, int group) = OwnerOf(like);
        foreach (string path in OwnFolder.Entries(folder).Prepend(folder))
        {
            _ = ChangeOwner(path, owner, group);
        }
    }

    // .NET tells a file's owner in archives only.
    private static (int Owner, int Group) OwnerOf(string folder)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(folder, "folder");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        TarEntry entry = reader.GetNextEntry()!;
        return (entry.Uid, entry.Gid);
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int owner, int group);
}
