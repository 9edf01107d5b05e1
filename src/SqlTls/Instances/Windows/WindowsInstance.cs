using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Windows;

/// <summary>A SQL Server whose TLS stands in the machine's certificate store and in the registry, and which is a Windows service.</summary>
public sealed class WindowsInstance : IInstance
{
    private readonly WindowsMachine _machine;
    private readonly InstanceOnMachine _instance;
    private readonly InstanceRegistry _registry;
    private readonly InstanceJournal _journal;
    private readonly KeyStorage _storage;
    private readonly bool _isForced;
    private readonly MachineChange _change;
    private readonly InstanceAddresses _addresses;

    /// <summary>An instance of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="instance">Which of its instances.</param>
    /// <param name="storage">What keeps the keys that are installed: a legacy provider, as the documentation asks, or CNG.</param>
    /// <param name="startLimit">How long its service may take to stop, and to start; by default two minutes each.</param>
    /// <param name="isForced">On a node of a failover cluster, also take away a certificate that the role may still run with.</param>
    public WindowsInstance(
        WindowsMachine machine, InstanceOnMachine instance, KeyStorage storage = KeyStorage.LegacyExchange, TimeSpan? startLimit = null, bool isForced = false)
    {
        _machine = machine;
        _instance = instance;
        _storage = storage;
        _isForced = isForced;
        _registry = new InstanceRegistry(machine.Registry, instance.Bits, instance.Id);
        _journal = new InstanceJournal(machine.Registry, instance.Id);
        _change = new MachineChange(machine, instance, _registry, storage);
        _addresses = new InstanceAddresses(machine, _registry);
        StartLimit = startLimit ?? TimeSpan.FromMinutes(2);
    }

    /// <summary>Finds an instance of a machine, for a process that may change it. Nothing is touched.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">Its name or id; empty for the default instance, or the only one there is.</param>
    /// <param name="storage">What keeps the keys that are installed: a legacy provider, as the documentation asks, or CNG.</param>
    /// <param name="startLimit">How long its service may take to stop, and to start; by default two minutes each.</param>
    /// <param name="isForced">On a node of a failover cluster, also take away a certificate that the role may still run with.</param>
    /// <exception cref="SqlTlsException">SQLTLS3204: this process is no administrator's. SQLTLS3202, SQLTLS3203: there is none such, or several.</exception>
    public static WindowsInstance Open(
        WindowsMachine machine, string name, KeyStorage storage = KeyStorage.LegacyExchange, TimeSpan? startLimit = null, bool isForced = false)
    {
        InstanceOnMachine instance = InstancesOnMachine.Choose(InstancesOnMachine.List(machine), name);
        return machine.IsAdministrator ? new WindowsInstance(machine, instance, storage, startLimit, isForced) : throw new SqlTlsException(
            Failure.Surroundings,
            WindowsCodes.NotAdministrator,
            $"Certificates, registry and service of {instance.Name} belong to administrators, and this process has not their rights.",
            "Run it in a terminal that was opened with 'Run as administrator'.");
    }

    /// <inheritdoc/>
    public TimeSpan StartLimit { get; }

    /// <inheritdoc/>
    public string Kind => "windows";

    /// <inheritdoc/>
    public string Name => _instance.Name;

    /// <inheritdoc/>
    public bool HasCertificateStore => true;

    /// <inheritdoc/>
    public Version ForceStrictSince { get; } = new(16, 0);

    /// <inheritdoc/>
    public async Task<InstanceState> ReadAsync(CancellationToken cancellationToken)
    {
        ServiceState service = Service();
        // One that a run which was interrupted has stopped is down by our doing, and not by its owner's.
        bool running = service.Running || _journal.Stopped.Contains(_instance.Service);
        InstalledCertificate? certificate = Certificate();
        return new InstanceState(
            _registry.Read(),
            certificate,
            _registry.Version,
            running,
            _addresses.Names,
            await Reachable.OrderAsync(_addresses.Servers, certificate, service.Running, cancellationToken),
            [.. WindowsWarnings.Of(_instance, _registry)],
            _registry.ClusterName is { } name ? $"the role of {name} is restarted by the cluster's administrator" : running ? null : $"the service {_instance.Service} is stopped, and stays so")
        {
            HasOwnTrust = false,
            Miswritten = _registry.IsUpperCase ? $"certificate: {_registry.Read().Thumbprint}, in lower case" : null,
        };
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) =>
        await FileLock.TakeAsync(Path.Combine(_machine.LockFolder, $"{_instance.Id}.lock"), waiting, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> ExamineAsync(InstanceChange change, CancellationToken cancellationToken) =>
        Task.FromResult(new ChangeExamination(_machine, _instance, _registry).Of(change, _storage));

    /// <inheritdoc/>
    public Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken) => Task.FromResult(_change.Capture(change));

    /// <inheritdoc/>
    public Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken) => Task.FromResult(_change.Apply(change, cancellationToken));

    /// <inheritdoc/>
    public Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken)
    {
        _change.Restore(snapshot);
        return Task.FromResult(_registry.Read());
    }

    /// <inheritdoc/>
    public Task<Finding?> ClearAsync(Snapshot snapshot, Snapshot? written, bool wasInUse, CancellationToken cancellationToken)
    {
        // Its administrator restarts the role, and which node runs it meanwhile is not seen from here.
        bool stays = _registry.ClusterName is not null && wasInUse && !_isForced;
        return Task.FromResult(_change.Clear(snapshot, written, stays) ? null : WindowsWarnings.Staying(_instance, _registry));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken) => Task.FromResult(_change.Discard(snapshot));

    /// <inheritdoc/>
    public Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken)
    {
        _ = Service();
        return new ServiceRestart(_machine.Services, _journal, _instance.Service, _registry, StartLimit).RunAsync(expected.Thumbprint, cancellationToken);
    }

    /// <summary>Nothing: a service that does not run is never started by a change.</summary>
    /// <param name="cancellationToken">Has no effect.</param>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<string?> ReadJournalAsync(CancellationToken cancellationToken) => Task.FromResult(_journal.Text);

    /// <inheritdoc/>
    public Task WriteJournalAsync(string? journal, CancellationToken cancellationToken)
    {
        _journal.Text = journal;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private InstalledCertificate? Certificate() =>
        _registry.Read().Thumbprint is { } thumbprint && _machine.Certificates.Find(thumbprint) is { } found
            ? CertificateFit.Describe(found, _machine.Certificates.Issuers(), new KeyAccess(_machine.Permissions, _instance).IsLacking(found), DateTimeOffset.UtcNow)
            : null;

    private ServiceState Service() => _machine.Services.Find(_instance.Service) ?? throw new SqlTlsException(
        Failure.Surroundings,
        WindowsCodes.NoService,
        $"The service {_instance.Service} of the instance {Name} is not there.",
        "Repair the installation of SQL Server, or name another instance.");
}
