using System.Text;

namespace SqlTls.Instances.Linux.Containers;

/// <summary>
/// The file in which a container's system keeps all that it trusts. A program of the container makes it anew from the anchors; before the
/// container's first start nothing can run there, and what is to be trusted at that start is written in by hand.
/// </summary>
internal static class SystemBundle
{
    private const int MostBytes = 1 << 24;

    /// <summary>Adds what is not yet in it.</summary>
    /// <param name="files">The container's files.</param>
    /// <param name="anchors">Authorities, as they stand among the anchors.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task AddAsync(ContainerFiles files, IEnumerable<HostFile> anchors, CancellationToken cancellationToken) =>
        ChangeAsync(files, anchors, (bundle, anchor) => bundle.Contains(anchor, StringComparison.Ordinal) ? bundle : Ended(bundle) + anchor, cancellationToken);

    /// <summary>Takes out what stands at these paths. Call it before that is emptied.</summary>
    /// <param name="files">The container's files.</param>
    /// <param name="paths">Files that are to go; those that are no anchors are passed over.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RemoveAsync(ContainerFiles files, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        List<HostFile> anchors = [];
        foreach (string path in paths.Where(path => SystemTrust.BundleOf(path) is not null))
        {
            if (await files.ReadAsync(path, MostBytes, cancellationToken) is { Content.Length: > 0 } anchor)
            {
                anchors.Add(anchor with { Path = path });
            }
        }

        await ChangeAsync(files, anchors, (bundle, anchor) => bundle.Replace(anchor, "", StringComparison.Ordinal), cancellationToken);
    }

    private static async Task ChangeAsync(ContainerFiles files, IEnumerable<HostFile> anchors, Func<string, string, string> change, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string?, HostFile> group in anchors.GroupBy(anchor => SystemTrust.BundleOf(anchor.Path)))
        {
            // A part of it would be written back as the whole.
            if (group.Key is not null && await files.ReadAsync(group.Key, MostBytes, cancellationToken) is { Content.Length: < MostBytes } file)
            {
                string before = Encoding.Latin1.GetString(file.Content.Span);
                string after = group.Select(anchor => Encoding.Latin1.GetString(anchor.Content.Span)).Aggregate(before, change);
                if (after != before)
                {
                    await files.WriteAsync([file with { Content = Encoding.Latin1.GetBytes(after) }], cancellationToken);
                }
            }
        }
    }

    private static string Ended(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
}
