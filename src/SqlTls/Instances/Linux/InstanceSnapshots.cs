using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>How the files of an instance were, and how they become that again.</summary>
/// <param name="host">Where they are.</param>
/// <param name="files">What stands in them.</param>
internal sealed class InstanceSnapshots(ILinuxHost host, InstanceFiles files)
{
    private const string DataFolder = "/var/opt/mssql/";

    /// <inheritdoc cref="IInstance.CaptureAsync"/>
    public async Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [ConfSettings.Path] = SnapshotFile.Write(await files.ReadConfAsync(cancellationToken)),
        };
        if (change.Certificate is { } certificate)
        {
            // Files of this thumbprint are ours alone, and hold the same where they are there already: then the server may run with them.
            string[] paths = [.. await NewFilesAsync(TlsFiles.Of(certificate), certificate, change.TrustInside, cancellationToken)];
            HostFile?[] there = await Task.WhenAll(paths.Select(path => host.ReadAsync(path, 1, cancellationToken)));
            foreach ((string path, _) in paths.Zip(there).Where(each => each.Second is not { Content.Length: > 0 }))
            {
                values[path] = null;
            }
        }

        return new Snapshot(values);
    }

    /// <inheritdoc cref="IInstance.RestoreAsync"/>
    public async Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken)
    {
        string[] added = [.. Added(snapshot)];
        MssqlConf conf = MssqlConf.Empty;
        if (snapshot.Values.TryGetValue(ConfSettings.Path, out string? original))
        {
            conf = await RestoreConfAsync(original, written?.Values.GetValueOrDefault(ConfSettings.Path), cancellationToken);
        }

        await DeleteAsync(added, cancellationToken);
        return ConfSettings.InEffect(conf);
    }

    /// <inheritdoc cref="IInstance.DiscardAsync"/>
    public async Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken)
    {
        var current = TlsFiles.Of(inUse.CertificateFile);
        string[] unused = [.. Added(snapshot).Where(path => current?.Has(path) != true)];
        await DeleteAsync(unused, cancellationToken);
        return unused;
    }

    // The journal lies where the server's user may write: it can have nothing deleted but what this tool writes.
    private static IEnumerable<string> Added(Snapshot snapshot) => snapshot.Values
        .Where(value => value.Value is null && value.Key != ConfSettings.Path)
        .Select(value => TlsFiles.IsOurs(value.Key) ? value.Key : throw Snapshot.Unreadable(null));

    private async Task<IEnumerable<string>> NewFilesAsync(TlsFiles added, ServerCertificate certificate, bool trustInside, CancellationToken cancellationToken) => trustInside
        ? added.All.Concat(added.Anchors(await host.FindAnchorsAsync(cancellationToken), certificate.Issuers.Count()))
        : added.All;

    private async Task<MssqlConf> RestoreConfAsync(string? original, string? written, CancellationToken cancellationToken)
    {
        HostFile? before = original is null ? null : SnapshotFile.Read(ConfSettings.Path, original);
        HostFile? now = await files.ReadConfAsync(cancellationToken);
        MssqlConf? known = written is null ? null : InstanceFiles.Parse(SnapshotFile.Read(ConfSettings.Path, written));
        if (now is not null && Edited(InstanceFiles.Parse(now), InstanceFiles.Parse(before), known) is { } edited && (before is not null || edited.Settings.Any()))
        {
            await files.WriteAsync([], now with { Content = edited.ToBytes() }, cancellationToken);
            return edited;
        }

        if (before is null)
        {
            files.ForgetConf();
            await host.DeleteAsync([ConfSettings.Path], cancellationToken);
        }
        else
        {
            await files.WriteAsync([], before with { Path = now?.Path ?? ConfSettings.Path }, cancellationToken);
        }

        return InstanceFiles.Parse(before);
    }

    // What others have set since stays; null where they have set nothing. What a run that was interrupted wrote is not known, but it takes away
    // no setting of others: a file that lacks one is damaged.
    private static MssqlConf? Edited(MssqlConf now, MssqlConf before, MssqlConf? written)
    {
        MssqlConf reverted = now.Revert(before, ConfSettings.Keys);
        bool isEdited = written is null
            ? !reverted.MeansTheSameAs(before) && before.Settings.All(setting => reverted.Get(setting.Section, setting.Key) is not null)
            : !now.MeansTheSameAs(written);
        return isEdited ? reverted : null;
    }

    private async Task DeleteAsync(string[] paths, CancellationToken cancellationToken)
    {
        if (paths.Length > 0)
        {
            await host.DeleteAsync(paths, cancellationToken);
        }

        if (paths.Any(path => !path.StartsWith(DataFolder, StringComparison.Ordinal)))
        {
            await host.RefreshTrustAsync(cancellationToken);
        }
    }
}
