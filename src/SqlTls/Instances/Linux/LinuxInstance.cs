using System.Text;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>A SQL Server whose TLS stands in certificate files and <c>mssql.conf</c>, in whatever host it runs.</summary>
public sealed class LinuxInstance : IInstance
{
    private const int JournalLimit = 1 << 24;
    private const int Root = 0;
    private const UnixFileMode ConfMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode JournalMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ILinuxHost _host;
    private readonly InstanceFiles _files;
    private readonly InstanceSnapshots _snapshots;

    /// <summary>An instance in a host, which it disposes.</summary>
    /// <param name="host">Where it runs.</param>
    /// <param name="startLimit">How long a start may take until the server counts as one that does not come up; by default two minutes.</param>
    public LinuxInstance(ILinuxHost host, TimeSpan? startLimit = null)
    {
        _host = host;
        _files = new InstanceFiles(host);
        _snapshots = new InstanceSnapshots(host, _files);
        StartLimit = startLimit ?? TimeSpan.FromMinutes(2);
    }

    /// <inheritdoc/>
    public TimeSpan StartLimit { get; }

    /// <inheritdoc/>
    public string Kind => _host.Kind;

    /// <inheritdoc/>
    public string Name => _host.Name;

    /// <inheritdoc/>
    public bool RunsForMonths => _host.RunsForMonths;

    /// <inheritdoc/>
    public Version ForceStrictSince { get; } = new(17, 0);

    /// <inheritdoc/>
    public async Task<InstanceState> ReadAsync(CancellationToken cancellationToken)
    {
        MssqlConf conf = InstanceFiles.Parse(await _files.ReadConfAsync(cancellationToken));
        HostState host = await _host.InspectAsync(conf, cancellationToken);
        TlsSettings settings = ConfSettings.Read(conf);
        Task<Version?> version = host.Version is null ? LoggedVersionAsync(conf, cancellationToken) : Task.FromResult<Version?>(host.Version);
        InstalledCertificate? certificate = await _files.CertificateAsync(settings, cancellationToken);
        IReadOnlyList<Finding> warnings = conf.HadByteOrderMark ? [MarkFound()] : [];
        IReadOnlyList<string> servers = await Reachable.OrderAsync(host.Servers, certificate, host.Running, cancellationToken);
        return new InstanceState(settings, certificate, await version, host.Running, host.Names, servers, warnings)
        {
            Miswritten = conf.HadByteOrderMark ? "mssql.conf: without the byte-order mark, for which the server ignores every setting in it" : null,
            Published = host.Published,
            InNetwork = host.InNetwork,
        };
    }

    /// <inheritdoc/>
    public Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) => _host.LockAsync(waiting, cancellationToken);

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => _host.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken) => _snapshots.CaptureAsync(change, cancellationToken);

    /// <inheritdoc/>
    public async Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        HostFile? before = await _files.KnownConfAsync(cancellationToken);
        MssqlConf conf = InstanceFiles.Parse(before);
        HostState state = await _host.InspectAsync(conf, cancellationToken);
        TlsSettings settings = change.Settings;
        List<HostFile> added = [];
        string? anchors = null;
        if (change.Certificate is { } certificate)
        {
            TlsFiles files = TlsFiles.Of(certificate);
            settings = settings with { CertificateFile = files.Certificate, KeyFile = files.Key };
            added.AddRange(files.Contents(certificate, state));
            if (change.TrustInside)
            {
                anchors = await _host.FindAnchorsAsync(cancellationToken);
                added.AddRange(files.AnchorContents(certificate, anchors, state));
            }
        }

        byte[] content = ConfSettings.Write(conf, settings).ToBytes();
        HostFile written = before is null ? new(ConfSettings.Path, content, state.Owner, state.Group, ConfMode) : before with { Content = content };
        await _files.WriteAsync(added, written, cancellationToken);
        if (anchors is not null)
        {
            await _host.RefreshTrustAsync(cancellationToken);
        }

        return settings;
    }

    /// <inheritdoc/>
    public Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken) => _snapshots.RestoreAsync(snapshot, written, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken) => _snapshots.DiscardAsync(snapshot, inUse, cancellationToken);

    /// <inheritdoc/>
    public async Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken)
    {
        MssqlConf conf = InstanceFiles.Parse(await _files.KnownConfAsync(cancellationToken));
        string path = _files.LogPath(conf);
        string? before = (await _files.LogHeadAsync(conf, cancellationToken)).FirstLine;
        _files.ForgetConf();
        await _host.RestartAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            var watch = new StartWatch(async patience => (await _host.InspectAsync(conf, patience)).Running, patience => _files.LogAsync(conf, patience), before, expected.CertificateFile);
            StartResult result = await watch.WaitAsync(limit.Token) ?? await EndedAsync(path, cancellationToken);
            return await SettingsRights.ExplainAsync(result, _host, _files.ReadConfAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StartResult(false, new Finding(
                InstanceCodes.NotUpInTime,
                Severity.Error,
                $"The server's error log did not say within {StartLimit.TotalSeconds:0} s that it is ready.",
                $"Read {path} of {Name}; where the machine is slow, give it more time: --timeout {2 * StartLimit.TotalSeconds:0}."));
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> IsRemovableAsync(CancellationToken cancellationToken) => _host.IsRemovableAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken) => _host.RemoveAsync(onlyNew, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ReadJournalAsync(CancellationToken cancellationToken)
    {
        if (await _host.ReadAsync(TlsFiles.Journal, JournalLimit, cancellationToken) is not { Content.Length: > 0 } file)
        {
            return null;
        }

        return !_host.ActsAsRoot || file.Owner == Root ? Encoding.UTF8.GetString(file.Content.Span) : throw new SqlTlsException(
            Failure.Surroundings,
            InstanceCodes.Journal,
            $"The journal {TlsFiles.Journal} belongs to user {file.Owner} and not to root, so anything may stand in it.",
            $"Read it. Where it says what an earlier version of sqltls did here, give it to root (chown 0:0 {TlsFiles.Journal}); else delete it, and put the settings right by hand.");
    }

    /// <inheritdoc/>
    public async Task WriteJournalAsync(string? journal, CancellationToken cancellationToken)
    {
        if (journal is null)
        {
            await _host.DeleteAsync([TlsFiles.Journal], cancellationToken);
            return;
        }

        HostState? state = _host.ActsAsRoot ? null : await _host.InspectAsync(MssqlConf.Empty, cancellationToken);
        await _host.WriteAsync([new HostFile(TlsFiles.Journal, Encoding.UTF8.GetBytes(journal), state?.Owner ?? Root, state?.Group ?? Root, JournalMode)], cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static Finding MarkFound() => new(
        InstanceCodes.ByteOrderMark,
        Severity.Warning,
        "mssql.conf begins with a byte-order mark, so the server ignores every setting in it.",
        "The mark goes with the next change; the other settings take effect then.");

    private async Task<StartResult> EndedAsync(string log, CancellationToken cancellationToken)
    {
        string words = (await _host.LastWordsAsync(cancellationToken)).ReplaceLineEndings(" ").Trim();
        return new StartResult(false, new Finding(
            InstanceCodes.Ended,
            Severity.Error,
            $"The server of {Name} ended right after its start, and its error log does not say why{(words.Length == 0 ? "" : $"; its last words: {words.TrimEnd('.')}")}.",
            $"Read {log} and what the server wrote to its output."));
    }

    private async Task<Version?> LoggedVersionAsync(MssqlConf conf, CancellationToken cancellationToken) => (await _files.LogHeadAsync(conf, cancellationToken)).Version;
}
