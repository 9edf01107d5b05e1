using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Windows.Rig;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Tests;

/// <summary>A Windows machine in memory, with SQL Servers that load their certificate when they start, or fail as SQL Server does.</summary>
internal sealed class Machine : IDisposable
{
    public const string Root = @"SOFTWARE\Microsoft\Microsoft SQL Server";
    private readonly TemporaryFolder _folder = new();

    public Machine()
    {
        Certificates = new MemoryCertificates(Permissions);
        Windows = new WindowsMachine(Registry, Services, Certificates, Permissions)
        {
            HostName = "DB01",
            Domain = "corp.example",
            IsAdministrator = true,
            LockFolder = _folder.File("locks"),
        };
    }

    public MemoryRegistry Registry { get; } = new();

    public MemoryServices Services { get; } = new();

    public MemoryPermissions Permissions { get; } = new();

    public MemoryCertificates Certificates { get; }

    public WindowsMachine Windows { get; set; }

    public static RegistryPath Network(string id, RegistryBits bits = RegistryBits.Bits64) => new(bits, $@"{Root}\{id}\MSSQLServer\SuperSocketNetLib");

    public static ServerCertificate Certificate(params string[] names) => ServerCertificate.Create(CertificateOptions.For(names));

    /// <summary>Installs a SQL Server that runs, with SQL Server Agent, which needs it.</summary>
    public MemoryService Install(string name, string? id = null, RegistryBits bits = RegistryBits.Bits64, string port = "1433", string? account = null)
    {
        id ??= $"MSSQL16.{name}";
        Registry.Write(new RegistryPath(bits, $@"{Root}\Instance Names\SQL"), name, RegistryValue.OfText(id));
        RegistryPath network = Network(id, bits);
        Registry.Write(network, "Certificate", RegistryValue.OfText(""));
        Registry.Write(network, "ForceEncryption", RegistryValue.OfNumber(0));
        Registry.Write(network, "HideInstance", RegistryValue.OfNumber(1));
        Registry.Write(network, "ExtendedProtection", RegistryValue.OfNumber(2));
        Registry.Write(network.Below("Tcp"), "Enabled", RegistryValue.OfNumber(1));
        Registry.Write(network.Below("Tcp"), "ListenOnAllIPs", RegistryValue.OfNumber(1));
        Registry.Write(network.Below(@"Tcp\IPAll"), "TcpPort", RegistryValue.OfText(port));
        Registry.Write(network.Below(@"Tcp\IPAll"), "TcpDynamicPorts", RegistryValue.OfText(""));
        Registry.Write(new RegistryPath(bits, $@"{Root}\{id}\Setup"), "PatchLevel", RegistryValue.OfText("16.0.4125.3"));
        string log = _folder.File($"{id}.ERRORLOG");
        Registry.Write(new RegistryPath(bits, $@"{Root}\{id}\MSSQLServer\Parameters"), "SQLArg0", RegistryValue.OfText(@"-dC:\DATA\master.mdf"));
        Registry.Write(new RegistryPath(bits, $@"{Root}\{id}\MSSQLServer\Parameters"), "SQLArg1", RegistryValue.OfText($"-e{log}"));
        string service = name == "MSSQLSERVER" ? name : $"MSSQL${name}";
        Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"SYSTEM\CurrentControlSet\Services\{service}"), "ObjectName", RegistryValue.OfText(account ?? $@"NT Service\{service}"));
        var sql = new MemoryService(service, () => StandInLog.Write(log, Setting(network), CanLoad(network, [$@"NT SERVICE\{service}", account ?? ""]), Log));
        _ = sql.Start();
        Services.Add(sql);
        Services.Add(new MemoryService(name == "MSSQLSERVER" ? "SQLSERVERAGENT" : $"SQLAgent${name}", () => true) { Needs = service });
        return sql;
    }

    public WindowsInstance Open(string name, TimeSpan? startLimit = null, bool isForced = false) =>
        new(Windows, InstancesOnMachine.Choose(InstancesOnMachine.List(Windows), name), startLimit: startLimit ?? TimeSpan.FromMinutes(1), isForced: isForced);

    /// <summary>What becomes of the lines that a server writes to its error log; null where they stay.</summary>
    public Func<string[], IEnumerable<string>>? Log { get; set; }

    /// <summary>No server can load a certificate.</summary>
    public bool LoadsNothing { get; set; }

    /// <summary>What a run told the user.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Provisions an instance; what decides for the server is given.</summary>
    public Task<ProvisionResult> UpAsync(string name, TlsRequest request, Finding? refusal = null) =>
        new Provisioner(Open(name), Said.Add).UpAsync(request, (_, _) => Task.FromResult(refusal), default);

    public Task<ProvisionResult> DownAsync(string name, bool isForced = false) => new Provisioner(Open(name, isForced: isForced), Said.Add).DownAsync(default);

    public string? Read(string id, string name, RegistryBits bits = RegistryBits.Bits64) => Registry.Read(Network(id, bits), name)?.ToString();

    public void Dispose() => _folder.Dispose();

    private string? Setting(RegistryPath network) => Registry.Read(network, "Certificate")?.Data is { Length: > 0 } thumbprint ? thumbprint : null;

    private bool CanLoad(RegistryPath network, string[] accounts) =>
        !LoadsNothing
        && Setting(network) is { } thumbprint
        && Certificates.Find(thumbprint) is { HasKey: true, Storage: not KeyStorage.LegacySignature } found
        && (found.KeyFile is not { } file || accounts.Any(account => Permissions.MayRead(file, account)));
}
