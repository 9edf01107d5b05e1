using System.Runtime.Versioning;

namespace SqlTls.Instances.Linux;

/// <summary>A folder that root alone looks into: who may open a lock's file can hold the lock, and who may make files beside it can put a link in its place.</summary>
[SupportedOSPlatform("linux")]
internal static class RootFolder
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Root = "0";

    /// <summary>Makes it where it is missing, and closes it to others where it is not.</summary>
    /// <param name="path">Full path; what is above it is root's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">SQLTLS3125: it is a link, or somebody else's.</exception>
    public static async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(path, Mode);
        (_, string owner) = await LocalCommand.RunAsync("stat", ["--format=%u", "--", path], cancellationToken);
        if (new FileInfo(path).LinkTarget is not null || owner.Trim() != Root)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                InstanceCodes.ForeignLink,
                $"{path} is a link or not root's, and root keeps its locks in a folder of its own alone.",
                $"Take it away: rm -r {path}.");
        }

        File.SetUnixFileMode(path, Mode);
    }
}
