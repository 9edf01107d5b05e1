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
            [ConfSettings.Path] = SnapshotFile.Write(await files.ConfFileAsync(cancellationToken)),
        };
        if (change.Certificate is { } certificate)
        {
            // Files of this thumbprint are ours alone: were they there already, they would hold the same.
            foreach (string path in await NewFilesAsync(TlsFiles.Of(certificate), certificate, change.TrustInside, cancellationToken))
            {
                values[path] = null;
            }
        }

        return new Snapshot(values);
    }

    /// <inheritdoc cref="IInstance.RestoreAsync"/>
    public async Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken)
    {
        MssqlConf conf = MssqlConf.Empty;
        if (snapshot.Values.TryGetValue(ConfSettings.Path, out string? original))
        {
            conf = await RestoreConfAsync(original, written?.Values.GetValueOrDefault(ConfSettings.Path), cancellationToken);
        }

        await DeleteAsync([.. Added(snapshot)], cancellationToken);
        return ConfSettings.Read(conf);
    }

    /// <inheritdoc cref="IInstance.DiscardAsync"/>
    public async Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken)
    {
        var current = TlsFiles.Of(inUse.CertificateFile);
        string[] unused = [.. Added(snapshot).Where(path => current?.Has(path) != true)];
        await DeleteAsync(unused, cancellationToken);
        return unused;
    }

    private static IEnumerable<string> Added(Snapshot snapshot) =>
        snapshot.Values.Where(value => value.Value is null && value.Key != ConfSettings.Path).Select(value => value.Key);

    private async Task<IEnumerable<string>> NewFilesAsync(TlsFiles added, ServerCertificate certificate, bool trustInside, CancellationToken cancellationToken) => trustInside
        ? added.All.Concat(added.Anchors(await host.FindAnchorsAsync(cancellationToken), certificate.Issuers.Count()))
        : added.All;

    private async Task<MssqlConf> RestoreConfAsync(string? original, string? written, CancellationToken cancellationToken)
    {
        HostFile? before = original is null ? null : SnapshotFile.Read(ConfSettings.Path, original);
        HostFile? now = await files.ConfFileAsync(cancellationToken);
        if (written is not null && now is not null && !InstanceFiles.Parse(now).MeansTheSameAs(InstanceFiles.Parse(SnapshotFile.Read(ConfSettings.Path, written))))
        {
            MssqlConf reverted = InstanceFiles.Parse(now).Revert(InstanceFiles.Parse(before), ConfSettings.Keys);
            if (before is not null || reverted.Settings.Any())
            {
                await host.WriteAsync([now with { Content = reverted.ToBytes() }], cancellationToken);
                return reverted;
            }
        }

        await (before is null
            ? host.DeleteAsync([ConfSettings.Path], cancellationToken)
            : host.WriteAsync([before with { Path = now?.Path ?? ConfSettings.Path }], cancellationToken));
        return InstanceFiles.Parse(before);
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
