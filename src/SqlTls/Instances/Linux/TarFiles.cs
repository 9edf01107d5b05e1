using System.Formats.Tar;
using System.IO.Pipelines;

namespace SqlTls.Instances.Linux;

/// <summary>Files as the archive that a Docker engine takes and gives.</summary>
internal static class TarFiles
{
    /// <summary>An archive of files with owner and mode, in their order, with names relative to a folder.</summary>
    public static MemoryStream Pack(string root, IEnumerable<HostFile> files)
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (HostFile file in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Path[root.Length..].TrimStart('/'))
                {
                    Uid = file.Owner,
                    Gid = file.Group,
                    Mode = file.Mode,
                    DataStream = new MemoryStream(file.Content.ToArray(), writable: false),
                });
            }
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>Where a link leads to, as a path without dots.</summary>
    /// <param name="path">The link's own path.</param>
    /// <param name="link">What stands in it.</param>
    public static string Resolve(string path, string link)
    {
        var folders = new Stack<string>();
        foreach (string part in (link.StartsWith('/') ? link : $"{path[..path.LastIndexOf('/')]}/{link}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                _ = folders.TryPop(out _);
            }
            else if (part != ".")
            {
                folders.Push(part);
            }
        }

        return "/" + string.Join('/', folders.Reverse());
    }

    /// <summary>The one file of an archive; where it is a link, where that leads to; neither for a folder.</summary>
    /// <exception cref="EndOfStreamException">The archive is cut off.</exception>
    public static async Task<(HostFile? File, string? Link)> UnpackAsync(string path, Stream archive, int limit, CancellationToken cancellationToken)
    {
        // An answer that ended early may say that it cannot be read, which TarReader takes for a wrong argument.
        await using Stream readable = PipeReader.Create(archive).AsStream();
        await using var reader = new TarReader(readable);
        TarEntry? entry = await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        switch (entry?.EntryType)
        {
            case TarEntryType.SymbolicLink:
                return (null, Resolve(path, entry.LinkName));
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                byte[] content = new byte[Math.Min(limit, entry.Length)];
                if (entry.DataStream is { } data)
                {
                    await data.ReadExactlyAsync(content, cancellationToken);
                }

                return (new HostFile(path, content, entry.Uid, entry.Gid, entry.Mode), null);
            default:
                return (null, null);
        }
    }
}
