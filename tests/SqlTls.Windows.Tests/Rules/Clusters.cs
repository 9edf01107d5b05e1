using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>Failover cluster instances and availability groups.</summary>
public sealed class Clusters : IDisposable
{
    private const string Id = "MSSQL16.SQL2022";
    private static readonly TlsRequest Made = new(new CertificateSource.Made(365));
    private readonly Machine _machine = new();

    public Clusters() => _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("sqlvirt.corp.example")]
    [InlineData("SQLVIRT")]
    public async Task Take_one_file_for_the_virtual_name_on_each_node_and_restart_nothing(string name)
    {
        InRole("SQLVIRT");
        ServerCertificate file = Machine.Certificate(name);

        ProvisionResult result = await UpAsync(new TlsRequest(new CertificateSource.Imported(file)), new Finding("SQLTLS4001", Severity.Error, "Nobody may ask.", ""));

        Assert.Equal($"Text:{file.Describe().Thumbprint}", _machine.Read(Id, "Certificate"));
        Assert.Equal((true, 0), (result.Changed, result.Restarts));
        Assert.Empty(_machine.Services.Done);
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3217", StringComparison.Ordinal) && line.Contains("same file on every other node"));
    }

    [Fact]
    public async Task Keep_that_file_when_it_is_not_named_again()
    {
        InRole("SQLVIRT");
        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(Machine.Certificate("sqlvirt.corp.example"))));

        Assert.False((await UpAsync(Made)).Changed);
    }

    [Fact]
    public Task Refuse_a_certificate_that_would_be_made_on_one_node_alone()
    {
        InRole("SQLVIRT");

        return RefusedAsync(WindowsCodes.MadeOnCluster, Made);
    }

    [Fact]
    public Task Refuse_a_certificate_that_is_not_for_the_virtual_name()
    {
        InRole("SQLVIRT");

        return RefusedAsync(CertificateCodes.NameNotCovered, new TlsRequest(new CertificateSource.Imported(Machine.Certificate("DB01.corp.example"))));
    }

    [Fact]
    public async Task Have_their_listeners_among_the_names()
    {
        Replicates();
        Knows("AG1", "Network Name", "Listener1");
        Knows("FileServer", "Network Name", "Files", group: "File Server");

        ProvisionResult result = await UpAsync(Made);

        Assert.Contains("listener1.corp.example", result.State.Certificate!.Description.Names);
        Assert.DoesNotContain("files.corp.example", result.State.Certificate.Description.Names);
        Assert.DoesNotContain(_machine.Said, line => line.Contains("SQLTLS3218"));
    }

    [Fact]
    public async Task Are_not_reached_by_their_listeners()
    {
        Replicates();
        Knows("AG1", "Network Name", "Listener1");

        InstanceState state = await _machine.Open("SQL2022").ReadAsync(default);

        Assert.DoesNotContain(state.Servers, server => server.Contains("Listener1", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Name_the_listener_that_a_certificate_given_lacks()
    {
        Replicates();
        Knows("AG1", "Distributed Network Name", "Listener1");

        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(Machine.Certificate("DB01.corp.example"))));

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3218", StringComparison.Ordinal) && line.Contains("Listener1.corp.example"));
    }

    [Fact]
    public async Task Ask_for_listeners_where_the_cluster_names_none()
    {
        Replicates();

        _ = await UpAsync(Made);

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3218", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Do_not_ask_for_listeners_that_are_named()
    {
        Replicates();

        _ = await UpAsync(Made with { Names = [ServerName.Parse("listener.corp.example")] });

        Assert.DoesNotContain(_machine.Said, line => line.Contains("SQLTLS3218"));
    }

    private void InRole(string name) =>
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"{Machine.Root}\{Id}\Cluster"), "ClusterName", RegistryValue.OfText(name));

    private void Replicates() =>
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"{Machine.Root}\{Id}\MSSQLServer\HADR"), "HADR_Enabled", RegistryValue.OfNumber(1));

    private void Knows(string role, string type, string dnsName, string group = "SQL Server Availability Group")
    {
        Write($@"Groups\{role}", "Contains", new RegistryValue(RegistryKind.Texts, $"{role}-name\0{role}-itself"));
        Write($@"Resources\{role}-name", "Type", RegistryValue.OfText(type));
        Write($@"Resources\{role}-name\Parameters", "DnsName", RegistryValue.OfText(dnsName));
        Write($@"Resources\{role}-itself", "Type", RegistryValue.OfText(group));
    }

    private void Write(string key, string name, RegistryValue value) => _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"Cluster\{key}"), name, value);

    private async Task RefusedAsync(string code, TlsRequest request)
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(request));

        Assert.Equal((code, Failure.Input), (refused.Code, refused.Failure));
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
    }

    private Task<ProvisionResult> UpAsync(TlsRequest request, Finding? refusal = null) => _machine.UpAsync("SQL2022", request, refusal);
}
