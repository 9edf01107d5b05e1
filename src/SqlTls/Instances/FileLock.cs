using System.Globalization;
using System.Text;

namespace SqlTls.Instances;

/// <summary>A lock that every process of this machine sees, and that ends with the process that holds it: a file that is open.</summary>
internal sealed class FileLock : IAsyncDisposable
{
    // Elsewhere than on Windows, to let others read is to let them lock.
    private static readonly FileShare Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Another process has it open: EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or waits for the one that holds it.</summary>
    /// <param name="path">Full path of the file; its folder is made.</param>
    /// <param name="waiting">Told once who holds it, when it is not free at once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<FileLock> TakeAsync(string path, Action<string> waiting, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (bool said = false; ; said = true)
        {
            if (TryOpen(path) is { } file)
            {
                return await SignAsync(file, cancellationToken);
            }

            if (!said)
            {
                waiting($"waiting for {Holder(path)}, which holds {path}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Share, bufferSize: 0);
        }
        catch (IOException exception) when (Taken.Contains(exception.HResult))
        {
            return null;
        }
    }

    private static async Task<FileLock> SignAsync(FileStream file, CancellationToken cancellationToken)
    {
        try
        {
            file.SetLength(0);
            await file.WriteAsync(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), cancellationToken);
        }
        catch (IOException)
        {
            // On a full disk it is held all the same, by somebody whom it does not name.
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        return new FileLock(file);
    }

    private static string Holder(string path)
    {
        try
        {
            using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return file.ReadToEnd() is { Length: > 0 } process ? $"process {process}" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
