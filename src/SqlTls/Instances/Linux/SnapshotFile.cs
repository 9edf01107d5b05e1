using System.Globalization;

namespace SqlTls.Instances.Linux;

/// <summary>A file as one line of text in a snapshot: owner, group, mode in octal, content in Base64.</summary>
internal static class SnapshotFile
{
    public static string? Write(HostFile? file) => file is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{file.Owner}:{file.Group}:{Convert.ToString((int)file.Mode, 8)}:{Convert.ToBase64String(file.Content.Span)}");

    public static HostFile Read(string path, string text)
    {
        string[] parts = text.Split(':');
        return new HostFile(
            path,
            Convert.FromBase64String(parts[3]),
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            (UnixFileMode)Convert.ToInt32(parts[2], 8));
    }
}
