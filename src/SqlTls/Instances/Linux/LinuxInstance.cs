using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>A SQL Server whose TLS stands in certificate files and <c>mssql.conf</c>, in whatever host it runs.</summary>
public sealed class LinuxInstance : IInstance
{
    private const int ConfLimit = 1 << 20;
    private const int HeadLimit = 1 << 10;
    private const UnixFileMode ConfMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode JournalMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ILinuxHost _host;
    private readonly TimeSpan _startLimit;

    /// <summary>An instance in a host, which it disposes.</summary>
    /// <param name="host">Where it runs.</param>
    /// <param name="startLimit">How long a start may take until the server counts as one that does not come up; by default two minutes.</param>
    public LinuxInstance(ILinuxHost host, TimeSpan? startLimit = null)
    {
        _host = host;
        _startLimit = startLimit ?? TimeSpan.FromMinutes(2);
    }

    /// <inheritdoc/>
    public string Kind => _host.Kind;

    /// <inheritdoc/>
    public string Name => _host.Name;

    /// <inheritdoc/>
    public Version ForceStrictSince { get; } = new(17, 0);

    /// <inheritdoc/>
    public async Task<InstanceState> ReadAsync(CancellationToken cancellationToken)
    {
        Task<HostState> inspecting = _host.InspectAsync(cancellationToken);
        MssqlConf conf = Conf(await _host.ReadAsync(ConfSettings.Path, ConfLimit, cancellationToken));
        HostState host = await inspecting;
        TlsSettings settings = ConfSettings.Read(conf);
        Task<Version?> version = host.Version is null ? LoggedVersionAsync(conf, cancellationToken) : Task.FromResult<Version?>(host.Version);
        InstalledCertificate? certificate = await ReadCertificateAsync(settings, cancellationToken);
        IReadOnlyList<Finding> warnings = conf.HadByteOrderMark ? [.. host.Warnings, MarkFound()] : host.Warnings;
        IReadOnlyList<string> servers = await Reachable.OrderAsync(host.Servers, certificate, host.Running, cancellationToken);
        return new InstanceState(conf.HadByteOrderMark ? TlsSettings.None : settings, certificate, await version, host.Running, host.Names, servers, warnings)
        {
            Published = host.Published,
            InNetwork = host.InNetwork,
        };
    }

    /// <inheritdoc/>
    public Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) => _host.LockAsync(waiting, cancellationToken);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => _host.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [ConfSettings.Path] = SnapshotFile.Write(await _host.ReadAsync(ConfSettings.Path, ConfLimit, cancellationToken)),
        };
        if (change.Certificate is { } certificate)
        {
            // Files of this thumbprint are ours alone: were they there already, they would hold the same.
            foreach (string path in await NewFilesAsync(change, certificate, cancellationToken))
            {
                values[path] = null;
            }
        }

        return new Snapshot(values);
    }

    /// <inheritdoc/>
    public async Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        HostState state = await _host.InspectAsync(cancellationToken);
        HostFile? before = await _host.ReadAsync(ConfSettings.Path, ConfLimit, cancellationToken);
        MssqlConf conf = Conf(before);
        TlsSettings settings = change.Settings;
        if (change.Certificate is { } certificate)
        {
            TlsFiles files = FilesOf(certificate);
            settings = settings with { CertificateFile = files.Certificate, KeyFile = files.Key };
            await InstallAsync(files, certificate, change.TrustInside, state, cancellationToken);
        }

        conf = ConfSettings.Write(conf, settings);
        await _host.WriteAsync([new HostFile(ConfSettings.Path, conf.ToBytes(), before?.Owner ?? state.Owner, before?.Group ?? state.Group, before?.Mode ?? ConfMode)], cancellationToken);
        return settings;
    }

    /// <inheritdoc/>
    public async Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken)
    {
        MssqlConf conf = MssqlConf.Empty;
        if (snapshot.Values.TryGetValue(ConfSettings.Path, out string? original))
        {
            conf = await RestoreConfAsync(original, written?.Values.GetValueOrDefault(ConfSettings.Path), cancellationToken);
        }

        string[] added = [.. snapshot.Values.Where(value => value.Value is null && value.Key != ConfSettings.Path).Select(value => value.Key)];
        await DeleteAsync(added, cancellationToken);
        return ConfSettings.Read(conf);
    }

    /// <inheritdoc/>
    public async Task DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken)
    {
        if (snapshot.Values.GetValueOrDefault(ConfSettings.Path) is not { } conf)
        {
            return;
        }

        TlsSettings before = ConfSettings.Read(Conf(SnapshotFile.Read(ConfSettings.Path, conf)));
        if (before.CertificateFile != inUse.CertificateFile && TlsFiles.Of(before.CertificateFile) is { } files)
        {
            await _host.DeleteAsync([.. files.All], cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken)
    {
        MssqlConf conf = Conf(await _host.ReadAsync(ConfSettings.Path, ConfLimit, cancellationToken));
        string path = ConfSettings.ErrorLog(conf);
        string? before = (await LogAsync(path, HeadLimit, cancellationToken)).FirstLine;
        await _host.RestartAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_startLimit);
        try
        {
            return await new StartWatch(_host, path, before, expected.CertificateFile).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StartResult(false, new Finding(
                InstanceCodes.NotUpInTime,
                Severity.Error,
                $"The server's error log did not say within {_startLimit.TotalSeconds:0} s that it is ready.",
                $"Read {path} of {Name}; where the machine is slow, give it more time with --timeout."));
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken) => _host.RemoveAsync(onlyNew, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ReadJournalAsync(CancellationToken cancellationToken) =>
        await _host.ReadAsync(TlsFiles.Journal, 1 << 24, cancellationToken) is { Content.Length: > 0 } file ? Encoding.UTF8.GetString(file.Content.Span) : null;

    /// <inheritdoc/>
    public async Task WriteJournalAsync(string? journal, CancellationToken cancellationToken)
    {
        if (journal is null)
        {
            await _host.DeleteAsync([TlsFiles.Journal], cancellationToken);
            return;
        }

        HostState state = await _host.InspectAsync(cancellationToken);
        await _host.WriteAsync([new HostFile(TlsFiles.Journal, Encoding.UTF8.GetBytes(journal), state.Owner, state.Group, JournalMode)], cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static MssqlConf Conf(HostFile? file) => file is null ? MssqlConf.Empty : MssqlConf.Parse(file.Content.Span);

    private static TlsFiles FilesOf(ServerCertificate certificate) => new(certificate.Describe().Thumbprint);

    private static Finding MarkFound() => new(
        InstanceCodes.NotLoaded,
        Severity.Warning,
        "mssql.conf begins with a byte-order mark, so the server ignores every setting in it.",
        "The mark goes with the next change; the other settings take effect then.");

    private async Task InstallAsync(TlsFiles files, ServerCertificate certificate, bool trustInside, HostState state, CancellationToken cancellationToken)
    {
        HostFile[] contents = [.. files.Contents(certificate, state)];
        if (!trustInside)
        {
            await _host.WriteAsync(contents, cancellationToken);
            return;
        }

        string? anchors = await _host.FindAnchorsAsync(cancellationToken);
        await _host.WriteAsync([.. contents, .. files.AnchorContents(certificate, anchors, state)], cancellationToken);
        await _host.RefreshTrustAsync(cancellationToken);
    }

    private async Task<IEnumerable<string>> NewFilesAsync(InstanceChange change, ServerCertificate certificate, CancellationToken cancellationToken)
    {
        TlsFiles files = FilesOf(certificate);
        return change.TrustInside
            ? files.All.Concat(files.Anchors(await _host.FindAnchorsAsync(cancellationToken), TlsFiles.Issuers(certificate).Count()))
            : files.All;
    }

    private async Task<MssqlConf> RestoreConfAsync(string? original, string? written, CancellationToken cancellationToken)
    {
        HostFile? before = original is null ? null : SnapshotFile.Read(ConfSettings.Path, original);
        HostFile? now = await _host.ReadAsync(ConfSettings.Path, ConfLimit, cancellationToken);
        if (written is not null && now is not null && !Conf(now).MeansTheSameAs(Conf(SnapshotFile.Read(ConfSettings.Path, written))))
        {
            MssqlConf reverted = Conf(now).Revert(Conf(before), ConfSettings.Keys);
            if (before is not null || reverted.Settings.Any())
            {
                await _host.WriteAsync([now with { Content = reverted.ToBytes() }], cancellationToken);
                return reverted;
            }
        }

        await (before is null ? _host.DeleteAsync([ConfSettings.Path], cancellationToken) : _host.WriteAsync([before], cancellationToken));
        return Conf(before);
    }

    private async Task DeleteAsync(string[] paths, CancellationToken cancellationToken)
    {
        if (paths.Length > 0)
        {
            await _host.DeleteAsync(paths, cancellationToken);
        }

        if (paths.Any(path => !path.StartsWith("/var/opt/mssql/", StringComparison.Ordinal)))
        {
            await _host.RefreshTrustAsync(cancellationToken);
        }
    }

    private async Task<ErrorLog> LogAsync(string path, int limit, CancellationToken cancellationToken) =>
        await _host.ReadAsync(path, limit, cancellationToken) is { } file ? ErrorLog.Parse(file.Content.Span[..Math.Min(limit, file.Content.Length)]) : ErrorLog.Parse("");

    private async Task<Version?> LoggedVersionAsync(MssqlConf conf, CancellationToken cancellationToken) =>
        (await LogAsync(ConfSettings.ErrorLog(conf), HeadLimit, cancellationToken)).Version;

    private async Task<InstalledCertificate?> ReadCertificateAsync(TlsSettings settings, CancellationToken cancellationToken)
    {
        if (settings.CertificateFile is null || await _host.ReadAsync(settings.CertificateFile, ConfLimit, cancellationToken) is not { } file)
        {
            return null;
        }

        X509Certificate2Collection chain = Certificates(file);
        string? authorityPath = TlsFiles.Of(settings.CertificateFile)?.Authority;
        X509Certificate2? authority = authorityPath is not null && await _host.ReadAsync(authorityPath, ConfLimit, cancellationToken) is { } kept
            ? Certificates(kept).FirstOrDefault()
            : chain.FirstOrDefault(each => each.SubjectName.RawData.AsSpan().SequenceEqual(each.IssuerName.RawData));
        return chain.Count == 0 ? null : new InstalledCertificate(chain[0], [.. chain.Skip(1).Where(each => !each.Equals(authority))], authority, CertificateDescription.Of(chain[0]));
    }

    private static X509Certificate2Collection Certificates(HostFile file)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(Encoding.Latin1.GetString(file.Content.Span));
        }
        catch (CryptographicException)
        {
            // What is no certificate is replaced by one.
            certificates.Clear();
        }

        return certificates;
    }
}
