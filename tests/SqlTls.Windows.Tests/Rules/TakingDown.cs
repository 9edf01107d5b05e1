using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>When a certificate and its key go: once no server runs with them.</summary>
public sealed class TakingDown : IDisposable
{
    private const string Id = "MSSQL16.SQL2022";
    private static readonly TlsRequest Made = new(new CertificateSource.Made(365)) { ForceEncryption = true };
    private readonly Machine _machine = new();
    private readonly MemoryService _service;

    public TakingDown() => _service = _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Leaves_the_key_to_a_server_that_runs_until_it_was_restarted()
    {
        _ = await UpAsync(Made);
        List<(string Boundary, int Certificates)> seen = [];

        _ = await new Provisioner(_machine.Open("SQL2022")) { StepBoundary = Watch(seen) }.DownAsync(default);

        Assert.Equal([("locked", 1), ("restored", 1), ("restarted", 1)], seen);
        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Permissions.Files);
    }

    [Fact]
    public async Task Leaves_key_and_journal_where_the_server_does_not_come_up_again()
    {
        _ = await UpAsync(Made);
        var provisioner = new Provisioner(_machine.Open("SQL2022", TimeSpan.FromSeconds(1)))
        {
            StepBoundary = boundary =>
            {
                _service.StartsNever = boundary == "restored";
                return Task.CompletedTask;
            },
        };

        SqlTlsException failed = await Assert.ThrowsAsync<SqlTlsException>(() => provisioner.DownAsync(default));

        Assert.Equal(Failure.RollbackFailed, failed.Failure);
        Assert.Single(_machine.Certificates.My);
        _service.StartsNever = false;
        _ = await _machine.DownAsync("SQL2022");
        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Registry.Values(Journal));
    }

    [Fact]
    public async Task Leaves_the_key_in_a_rollback_until_the_server_was_restarted()
    {
        List<(string Boundary, int Certificates)> seen = [];
        var provisioner = new Provisioner(_machine.Open("SQL2022")) { StepBoundary = Watch(seen) };

        _ = await Assert.ThrowsAsync<SqlTlsException>(() => provisioner.UpAsync(Made, (_, _) => Task.FromResult<Finding?>(new Finding("SQLTLS4001", Severity.Error, "No.", "")), default));

        Assert.Contains(("restored", 1), seen);
        Assert.Empty(_machine.Certificates.My);
    }

    [Fact]
    public async Task Takes_the_key_of_a_service_that_is_stopped_at_once()
    {
        _ = await UpAsync(Made);
        _service.Running = false;

        _ = await _machine.DownAsync("SQL2022");

        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Registry.Values(Journal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaves_key_and_journal_on_a_node_of_a_cluster_that_owns_the_role_or_not(bool owns)
    {
        IReadOnlyList<string> before = InRole();
        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(Machine.Certificate("SQLVIRT"))));
        _service.Running = owns;

        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal("Text:", _machine.Read(Id, "Certificate"));
        Assert.Single(_machine.Certificates.My);
        Assert.Single(_machine.Certificates.IssuerThumbprints);
        Assert.NotEmpty(_machine.Registry.Values(Journal));
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3225", StringComparison.Ordinal) && line.Contains("--force"));
        _ = await _machine.DownAsync("SQL2022", isForced: true);
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Certificates.IssuerThumbprints);
    }

    [Fact]
    public async Task Takes_what_a_change_on_a_node_of_a_cluster_added_that_failed_before_anything_was_restarted()
    {
        IReadOnlyList<string> before = InRole();
        _machine.Permissions.Forgets = true;

        _ = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(new TlsRequest(new CertificateSource.Imported(Machine.Certificate("SQLVIRT")))));

        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
    }

    [Fact]
    public async Task Leaves_on_a_node_of_a_cluster_what_an_interrupted_run_added_when_the_next_one_fails()
    {
        _ = InRole();
        ServerCertificate file = Machine.Certificate("SQLVIRT");
        _ = new Provisioner(_machine.Open("SQL2022")) { StepBoundary = boundary => boundary == "applied" ? new TaskCompletionSource().Task : Task.CompletedTask }
            .UpAsync(new TlsRequest(new CertificateSource.Imported(file)), (_, _) => Task.FromResult<Finding?>(null), default);
        while (_machine.Read(Id, "Certificate") == "Text:")
        {
            await Task.Delay(10);
        }

        _machine.Windows = _machine.Windows with { LockFolder = _machine.Windows.LockFolder + "2" };
        _machine.Permissions.Forgets = true;
        _ = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(new TlsRequest(new CertificateSource.Imported(Machine.Certificate("SQLVIRT")))));

        Assert.True(_machine.Certificates.My.ContainsKey(file.Describe().Thumbprint));
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3225", StringComparison.Ordinal));
        _machine.Permissions.Forgets = false;
        _ = await _machine.DownAsync("SQL2022", isForced: true);
        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Registry.Values(Journal));
    }

    [Fact]
    public async Task Takes_the_key_from_a_certificate_that_was_there_without_one_and_leaves_the_certificate()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        string thumbprint = _machine.Certificates.Put(corporate.Leaf, hasKey: false);

        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(corporate)));
        Assert.Equal((true, false), (_machine.Certificates.Find(thumbprint)!.HasKey, _machine.Certificates.Find(thumbprint)!.IsOurs));
        _ = await _machine.DownAsync("SQL2022");

        Assert.False(_machine.Certificates.Find(thumbprint)!.HasKey);
        Assert.Empty(_machine.Permissions.Files);
    }

    [Fact]
    public async Task Takes_such_a_key_also_when_another_certificate_follows()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        string thumbprint = _machine.Certificates.Put(corporate.Leaf, hasKey: false);
        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(corporate)));

        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(Machine.Certificate("DB01.corp.example"))));

        Assert.False(_machine.Certificates.Find(thumbprint)!.HasKey);
    }

    [Fact]
    public async Task Gives_a_certificate_that_is_set_and_lost_its_key_that_key_again()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        var request = new TlsRequest(new CertificateSource.Imported(corporate));
        _ = await UpAsync(request);
        string thumbprint = Assert.Single(_machine.Certificates.My).Key;
        _machine.Certificates.RemoveKey(thumbprint);

        Assert.True((await UpAsync(request)).Changed);
        Assert.True(_machine.Certificates.Find(thumbprint)!.HasKey);
    }

    private static RegistryPath Journal { get; } = new(RegistryBits.Bits64, $@"SOFTWARE\SqlTls\{Id}");

    private Func<string, Task> Watch(List<(string, int)> seen) => boundary =>
    {
        seen.Add((boundary, _machine.Certificates.My.Count));
        return Task.CompletedTask;
    };

    private IReadOnlyList<string> InRole()
    {
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"{Machine.Root}\{Id}\Cluster"), "ClusterName", RegistryValue.OfText("SQLVIRT"));
        return _machine.Registry.Everything;
    }

    private Task<ProvisionResult> UpAsync(TlsRequest request) => _machine.UpAsync("SQL2022", request);
}
