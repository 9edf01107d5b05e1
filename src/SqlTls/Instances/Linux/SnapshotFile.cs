using System.Globalization;

namespace SqlTls.Instances.Linux;

/// <summary>A file as one line of text in a snapshot: owner, group, mode in octal, content in Base64.</summary>
internal static class SnapshotFile
{
    public static string? Write(HostFile? file) => file is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{file.Owner}:{file.Group}:{Convert.ToString((int)file.Mode, 8)}:{Convert.ToBase64String(file.Content.Span)}");

    /// <exception cref="SqlTlsException">SQLTLS3013: <see cref="Write"/> did not write it.</exception>
    public static HostFile Read(string path, string text)
    {
        try
        {
            return text.Split(':') is [var owner, var group, var mode, var content]
                ? new HostFile(
                    path,
                    Convert.FromBase64String(content),
                    int.Parse(owner, CultureInfo.InvariantCulture),
                    int.Parse(group, CultureInfo.InvariantCulture),
                    (UnixFileMode)Convert.ToInt32(mode, 8))
                : throw Snapshot.Unreadable(null);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw Snapshot.Unreadable(exception);
        }
    }
}
