using System.Globalization;
using System.Runtime.Versioning;

namespace SqlTls.Instances.Linux;

/// <summary>Files of this machine, with owners and modes. Must be root.</summary>
[SupportedOSPlatform("linux")]
internal static class LocalFiles
{
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // errno(3): ENOSPC.
    private const int NoSpaceLeft = 28;

    public static async Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte> content = await SharedFile.ReadAsync(path, limit, cancellationToken);

            // .NET tells a file's mode, but not its owner. A log that starts anew may be gone by now.
            (int exitCode, string output) = await LocalCommand.RunAsync("stat", ["--dereference", "--format=%u:%g:%a", "--", path], cancellationToken);
            string[] parts = output.Trim().Split(':');
            return exitCode == 0 && parts.Length == 3
                ? new HostFile(path, content, int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), (UnixFileMode)Convert.ToInt32(parts[2], 8))
                : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(Failure.Surroundings, InstanceCodes.ServiceRefused, $"A file of the service cannot be read: {exception.Message}", $"Look at {path}.", exception);
        }
    }

    public static async Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken)
    {
        try
        {
            foreach (HostFile file in files)
            {
                await WriteAsync(file, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused("written", exception);
        }
    }

    /// <summary>Deletes files; one that is not there is no error.</summary>
    public static void Delete(IEnumerable<string> paths)
    {
        try
        {
            foreach (string path in paths.Where(path => Directory.Exists(Path.GetDirectoryName(path))))
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused("deleted", exception);
        }
    }

    private static SqlTlsException Refused(string what, Exception exception)
    {
        bool full = exception.HResult == NoSpaceLeft;
        return new SqlTlsException(
            Failure.Surroundings,
            full ? InstanceCodes.DiskFull : InstanceCodes.ReadOnly,
            $"A file of the service cannot be {what}: {exception.Message}",
            full ? "Free some space on the disk of /var/opt/mssql." : "Check that the file system of /var/opt/mssql can be written.",
            exception);
    }

    private static async Task WriteAsync(HostFile file, CancellationToken cancellationToken)
    {
        await MakeFolderAsync(Path.GetDirectoryName(file.Path)!, file, cancellationToken);
        string target = File.Exists(file.Path) ? File.ResolveLinkTarget(file.Path, returnFinalTarget: true)?.FullName ?? file.Path : file.Path;
        string temporary = $"{target}.sqltls";
        try
        {
            File.Delete(temporary);
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            await using (var stream = new FileStream(temporary, creation))
            {
                await stream.WriteAsync(file.Content, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                await ChangeOwnerAsync(temporary, file.Owner, file.Group, cancellationToken);
                File.SetUnixFileMode(stream.SafeFileHandle, file.Mode);

                // A power cut may take what is not on the disk yet; the new name for it stays.
                RandomAccess.FlushToDisk(stream.SafeFileHandle);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task MakeFolderAsync(string folder, HostFile file, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        await MakeFolderAsync(Path.GetDirectoryName(folder)!, file, cancellationToken);
        _ = Directory.CreateDirectory(folder, FolderMode);
        await ChangeOwnerAsync(folder, file.Owner, file.Group, cancellationToken);
    }

    // Not of what a link leads to: whoever may write in the folder could have put one there meanwhile.
    private static async Task ChangeOwnerAsync(string path, int owner, int group, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await LocalCommand.RunAsync("chown", ["--no-dereference", string.Create(CultureInfo.InvariantCulture, $"{owner}:{group}"), "--", path], cancellationToken);
        if (exitCode != 0)
        {
            throw new SqlTlsException(
                Failure.Surroundings, InstanceCodes.ServiceRefused, $"The owner of {path} cannot be set: {output.Trim()}", "Check the file system of /var/opt/mssql.");
        }
    }
}
