using System.Runtime.Versioning;

namespace SqlTls.Instances.Linux;

/// <summary>Links in a folder that belongs to the server's user, who could have root read, write or delete what they lead to. Only those that root made are followed.</summary>
[SupportedOSPlatform("linux")]
internal static class ServerLinks
{
    private const int MostLinks = 8;
    private const string Root = "0";

    /// <summary>Refuses a path that leads through a link of somebody else's.</summary>
    /// <param name="folder">Full path of the server's folder; what is above it is root's.</param>
    /// <param name="path">A path in it; any other is not looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">SQLTLS3125.</exception>
    public static async Task RefuseAsync(string folder, string path, CancellationToken cancellationToken)
    {
        for (int links = 0; links <= MostLinks; links++)
        {
            if (await FirstLinkAsync(folder, path, cancellationToken) is not { } link)
            {
                return;
            }

            path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link)!, new FileInfo(link).LinkTarget!)) + path[link.Length..];
        }

        throw Refuse(path);
    }

    private static async Task<string?> FirstLinkAsync(string folder, string path, CancellationToken cancellationToken)
    {
        if (!path.StartsWith(folder + "/", StringComparison.Ordinal))
        {
            return null;
        }

        for (int end = path.IndexOf('/', folder.Length + 1); ; end = path.IndexOf('/', end + 1))
        {
            string part = end < 0 ? path : path[..end];
            if (new FileInfo(part).LinkTarget is not null)
            {
                (_, string owner) = await LocalCommand.RunAsync("stat", ["--format=%u", "--", part], cancellationToken);
                return owner.Trim() == Root ? part : throw Refuse(part);
            }

            if (end < 0)
            {
                return null;
            }
        }
    }

    private static SqlTlsException Refuse(string link) => new(
        Failure.Surroundings,
        InstanceCodes.ForeignLink,
        $"{link} is a link that root did not make, and root does not follow it.",
        "Put a file or folder in its place; or, where the link is right, let root make it again.");
}
