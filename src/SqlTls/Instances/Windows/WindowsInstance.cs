using System.Security.Cryptography.X509Certificates;
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
    private readonly TimeSpan _startLimit;

    /// <summary>An instance of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="instance">Which of its instances.</param>
    /// <param name="storage">What keeps the keys that are installed: a legacy provider, as the documentation asks, or CNG.</param>
    /// <param name="startLimit">How long its service may take to stop, and to start; by default two minutes each.</param>
    public WindowsInstance(WindowsMachine machine, InstanceOnMachine instance, KeyStorage storage = KeyStorage.LegacyExchange, TimeSpan? startLimit = null)
    {
        _machine = machine;
        _instance = instance;
        _storage = storage;
        _registry = new InstanceRegistry(machine.Registry, instance.Bits, instance.Id);
        _journal = new InstanceJournal(machine.Registry, instance.Id);
        _startLimit = startLimit ?? TimeSpan.FromMinutes(2);
    }

    /// <summary>Finds an instance of a machine, for a process that may change it. Nothing is touched.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">Its name or id; empty for the default instance, or the only one there is.</param>
    /// <param name="storage">What keeps the keys that are installed: a legacy provider, as the documentation asks, or CNG.</param>
    /// <exception cref="SqlTlsException">SQLTLS3204: this process is no administrator's. SQLTLS3202, SQLTLS3203: there is none such, or several.</exception>
    public static WindowsInstance Open(WindowsMachine machine, string name, KeyStorage storage = KeyStorage.LegacyExchange)
    {
        InstanceOnMachine instance = InstancesOnMachine.Choose(InstancesOnMachine.List(machine), name);
        return machine.IsAdministrator ? new WindowsInstance(machine, instance, storage) : throw new SqlTlsException(
            Failure.Surroundings,
            WindowsCodes.NotAdministrator,
            $"Certificates, registry and service of {instance.Name} belong to administrators, and this process has not their rights.",
            "Run it in a terminal that was opened with 'Run as administrator'.");
    }

    /// <inheritdoc/>
    public string Kind => "windows";

    /// <inheritdoc/>
    public string Name => _instance.Name;

    /// <inheritdoc/>
    public Version ForceStrictSince { get; } = new(16, 0);

    private string? ClusterName => _registry.ClusterName;

    /// <inheritdoc/>
    public async Task<InstanceState> ReadAsync(CancellationToken cancellationToken)
    {
        ServiceState service = Service();
        // One that a run which was interrupted has stopped is down by our doing, and not by its owner's.
        bool running = service.Running || _journal.Stopped.Contains(_instance.Service);
        TlsSettings settings = _registry.Read();
        InstalledCertificate? certificate = Find(settings.Thumbprint) is { } found
            ? CertificateFit.Describe(found, _machine.Certificates.Issuers(), LacksPermission(found), DateTimeOffset.UtcNow)
            : null;
        string[] names = [.. DefaultNames()];
        return new InstanceState(
            settings,
            certificate,
            _registry.Version,
            running,
            names,
            await Reachable.OrderAsync(Servers(), certificate, service.Running, cancellationToken),
            [.. WindowsWarnings.Of(_instance, ClusterName, _registry.HasAvailabilityGroups, certificate, names)],
            ClusterName is { } name ? $"the role of {name} is restarted by the cluster's administrator" : running ? null : $"the service {_instance.Service} is stopped, and stays so");
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken) =>
        await FileLock.TakeAsync(Path.Combine(_machine.LockFolder, $"{_instance.Id}.lock"), waiting, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> ExamineAsync(InstanceChange change, CancellationToken cancellationToken) =>
        Task.FromResult(new ChangeExamination(_machine, _instance, _registry).Of(change, _storage));

    /// <inheritdoc/>
    public Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        _machine.Registry.DemandWrite(_registry.Network);
        var values = InstanceRegistry.Names.ToDictionary(
            name => MachineSnapshot.ValuePlace(_registry.Network, name),
            name => _machine.Registry.Read(_registry.Network, name)?.ToString(),
            StringComparer.Ordinal);
        if (change.Certificate is { } certificate)
        {
            string thumbprint = certificate.Describe().Thumbprint;
            values[MachineSnapshot.CertificatePlace(thumbprint)] = Find(thumbprint) is null ? null : MachineSnapshot.Present;
            foreach (X509Certificate2 issuer in certificate.Issuers)
            {
                values[MachineSnapshot.IssuerPlace(ThumbprintOf(issuer))] = _machine.Certificates.HasIssuer(ThumbprintOf(issuer)) ? MachineSnapshot.Present : null;
            }
        }

        if (Find(change.Certificate?.Describe().Thumbprint ?? change.Settings.Thumbprint)?.KeyFile is { } keyFile && _machine.Permissions.Read(keyFile) is { } rules)
        {
            values[MachineSnapshot.PermissionPlace(keyFile)] = rules;
        }

        return Task.FromResult(new Snapshot(values));
    }

    /// <inheritdoc/>
    public Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken)
    {
        TlsSettings settings = change.Settings;
        if (change.Certificate is { } certificate)
        {
            settings = settings with { Thumbprint = certificate.Describe().Thumbprint };
            Install(certificate, settings.Thumbprint);
        }

        if (Find(settings.Thumbprint) is { } found)
        {
            LetTheServiceRead(found);
        }

        foreach ((string name, RegistryValue value) in InstanceRegistry.ValuesOf(settings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteWhereOther(_registry.Network, name, value);
        }

        return Task.FromResult(settings);
    }

    /// <inheritdoc/>
    public Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken)
    {
        foreach ((RegistryPath key, string name, RegistryValue? value) in MachineSnapshot.ValuesOf(snapshot))
        {
            WriteWhereOther(key, name, value);
        }

        foreach ((string keyFile, string rules) in MachineSnapshot.PermissionsOf(snapshot))
        {
            if (_machine.Permissions.Read(keyFile) is { } now && now != rules)
            {
                _machine.Permissions.Write(keyFile, rules);
            }
        }

        HashSet<string> used = UsedByOthers();
        foreach (string thumbprint in MachineSnapshot.CertificatesOf(snapshot).Where(thumbprint => !used.Contains(thumbprint)))
        {
            _machine.Certificates.Remove(thumbprint);
        }

        foreach (string thumbprint in MachineSnapshot.IssuersOf(snapshot).Where(thumbprint => !used.Contains(thumbprint)))
        {
            _machine.Certificates.RemoveIssuer(thumbprint);
        }

        return Task.FromResult(_registry.Read());
    }

    /// <inheritdoc/>
    public Task DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken)
    {
        string? before = snapshot.Values.GetValueOrDefault(MachineSnapshot.ValuePlace(_registry.Network, InstanceRegistry.CertificateName)) is { } value
            ? Thumbprint.TryParse(RegistryValue.Parse(value).Data)
            : null;
        if (before is not null && before != inUse.Thumbprint && Find(before) is { IsOurs: true } && !UsedByOthers().Contains(before))
        {
            _machine.Certificates.Remove(before);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken)
    {
        _ = Service();
        return new ServiceRestart(_machine.Services, _journal, _instance.Service, _registry.ErrorLog, _startLimit).RunAsync(expected.Thumbprint, cancellationToken);
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

    private static string ThumbprintOf(X509Certificate2 certificate) => certificate.Thumbprint.ToLowerInvariant();

    private StoredCertificate? Find(string? thumbprint) => thumbprint is null ? null : _machine.Certificates.Find(thumbprint);

    private ServiceState Service() => _machine.Services.Find(_instance.Service) ?? throw new SqlTlsException(
        Failure.Surroundings,
        WindowsCodes.NoService,
        $"The service {_instance.Service} of the instance {Name} is not there.",
        "Repair the installation of SQL Server, or name another instance.");

    private IEnumerable<string> DefaultNames() => ClusterName is { } name
        ? new[] { _machine.FullName(name), name }.Distinct(StringComparer.OrdinalIgnoreCase)
        : new[] { _machine.FullName(_machine.HostName), _machine.HostName, "localhost", "127.0.0.1", "::1" }.Distinct(StringComparer.OrdinalIgnoreCase);

    private string[] Servers() => _registry.Listens() is not { } tcp ? []
        : tcp.Address is { } address ? [$"{address},{tcp.Port}"]
        : [.. DefaultNames().Where(name => !name.Contains(':', StringComparison.Ordinal)).Select(name => $"{name},{tcp.Port}")];

    private bool LacksPermission(StoredCertificate found) =>
        found.KeyFile is { } keyFile && !MayRead(keyFile);

    private bool MayRead(string keyFile) =>
        _machine.Permissions.MayRead(keyFile, _instance.ServiceIdentity)
        || (_instance.Account is { } account && _machine.Permissions.MayRead(keyFile, account));

    private void Install(ServerCertificate certificate, string thumbprint)
    {
        if (Find(thumbprint) is not { HasKey: true })
        {
            _machine.Certificates.Install(certificate, _storage);
        }

        foreach (X509Certificate2 issuer in certificate.Issuers.Where(issuer => !_machine.Certificates.HasIssuer(ThumbprintOf(issuer))))
        {
            _machine.Certificates.AddIssuer(issuer);
        }
    }

    private void LetTheServiceRead(StoredCertificate found)
    {
        if (found.KeyFile is not { } keyFile || MayRead(keyFile))
        {
            return;
        }

        _machine.Permissions.AllowRead(keyFile, _instance.ServiceIdentity);
        if (!_machine.Permissions.MayRead(keyFile, _instance.ServiceIdentity))
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.KeyNotReadable,
                $"{_instance.ServiceIdentity} still may not read {keyFile} after it was allowed to.",
                "Look for a policy or a program that sets the rights of that folder.");
        }
    }

    private void WriteWhereOther(RegistryPath key, string name, RegistryValue? value)
    {
        if (_machine.Registry.Read(key, name) != value)
        {
            _machine.Registry.Write(key, name, value);
        }
    }

    private HashSet<string> UsedByOthers() =>
    [
        .. InstancesOnMachine.List(_machine)
            .Where(other => other.Id != _instance.Id)
            .Select(other => Find(other.Settings.Thumbprint)?.Certificate)
            .OfType<X509Certificate2>()
            .SelectMany(leaf => IssuerChain.Above(leaf, _machine.Certificates.Issuers()).Prepend(leaf))
            .Select(ThumbprintOf),
    ];
}
