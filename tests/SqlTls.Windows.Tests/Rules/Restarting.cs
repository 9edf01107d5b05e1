using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Tests.Rules;

public sealed class Restarting : IDisposable
{
    private const string Id = "MSSQL16.SQL2022";
    private static readonly TlsRequest Forced = new(new CertificateSource.Made(365)) { ForceEncryption = true };
    private readonly Machine _machine = new();
    private readonly MemoryService _service;

    public Restarting() => _service = _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Stops_what_needs_the_service_first_and_starts_it_again()
    {
        _ = await UpAsync(Forced);

        Assert.Equal(["stop SQLAgent$SQL2022", "stop MSSQL$SQL2022", "start MSSQL$SQL2022", "start SQLAgent$SQL2022"], _machine.Services.Done);
    }

    [Fact]
    public async Task Diagnoses_a_start_that_fails_from_the_error_log_and_rolls_back()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf);
        _machine.Permissions.AllowRead(_machine.Certificates.Find(thumbprint)!.KeyFile!, @"NT Service\MSSQL$SQL2022");
        // Between examination and start the key goes away.
        var request = new TlsRequest(new CertificateSource.Installed(thumbprint));
        var provisioner = new Provisioner(_machine.Open("SQL2022"))
        {
            StepBoundary = boundary =>
            {
                if (boundary == "applied")
                {
                    _machine.Permissions.Delete(_machine.Certificates.Find(thumbprint)!.KeyFile!);
                }

                return Task.CompletedTask;
            },
        };

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => provisioner.UpAsync(request, (_, _) => Task.FromResult<Finding?>(null), default));

        Assert.Equal((Failure.RolledBack, InstanceCodes.CertificateRefused), (refused.Failure, refused.Code));
        Assert.Contains("26014", refused.Message);
        Assert.Equal("Text:", _machine.Read(Id, "Certificate"));
        Assert.True(_service.Running);
        Assert.True(_machine.Services.Find("SQLAgent$SQL2022")!.Running);
    }

    [Fact]
    public async Task Says_so_when_the_service_does_not_come_up_in_time()
    {
        var provisioner = new Provisioner(_machine.Open("SQL2022", TimeSpan.FromSeconds(2)))
        {
            StepBoundary = boundary =>
            {
                _service.StartsNever = boundary == "applied";
                return Task.CompletedTask;
            },
        };

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => provisioner.UpAsync(Forced, (_, _) => Task.FromResult<Finding?>(null), default));

        Assert.Equal(InstanceCodes.NotUpInTime, refused.Code);
        Assert.True(_service.Running);
    }

    [Fact]
    public async Task Leaves_a_service_that_was_stopped_stopped_and_says_so()
    {
        _machine.Services.Find("SQLAgent$SQL2022");
        _service.Running = false;

        ProvisionResult result = await UpAsync(Forced, new Finding("SQLTLS4001", Severity.Error, "Nobody may ask.", ""));

        Assert.Empty(_machine.Services.Done);
        Assert.Equal((true, 0), (result.Changed, result.Restarts));
        Assert.Contains("stopped, and stays so", result.State.Held);
        Assert.Equal("Number:1", _machine.Read(Id, "ForceEncryption"));
    }

    [Fact]
    public async Task Tells_which_dependent_did_not_start_again()
    {
        var agent = new MemoryService("ReportServer", () => false) { Needs = "MSSQL$SQL2022" };
        _machine.Services.Add(agent);

        ProvisionResult result = await UpAsync(Forced);

        Assert.True(result.Changed);
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3220", StringComparison.Ordinal) && line.Contains("ReportServer"));
    }

    [Fact]
    public async Task Tells_of_a_dependent_that_may_not_be_started_again()
    {
        _machine.Services.Add(new MemoryService("ReportServer", () => true) { Needs = "MSSQL$SQL2022", StartIsRefused = true });

        Assert.True((await UpAsync(Forced)).Changed);
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3220", StringComparison.Ordinal) && line.Contains("ReportServer"));
    }

    [Fact]
    public async Task Waits_for_a_service_that_is_slow_to_stop()
    {
        _service.StopsLate = true;

        ProvisionResult result = await UpAsync(Forced);

        Assert.Equal((true, 1, true), (result.Changed, result.Restarts, _service.Running));
        Assert.True(_machine.Services.Find("SQLAgent$SQL2022")!.Running);
    }

    [Fact]
    public async Task Is_content_with_a_server_that_takes_connections_while_databases_recover()
    {
        _machine.Log = lines => lines.Where(line => !line.StartsWith("Recovery is complete", StringComparison.Ordinal));

        Assert.True((await UpAsync(Forced)).Changed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Asks_the_port_where_the_error_log_speaks_another_language_or_is_not_known(bool withoutLog)
    {
        await using TdsEndpoint endpoint = await ListeningAsync();
        _machine.Log = InGerman;
        if (withoutLog)
        {
            _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"{Machine.Root}\{Id}\MSSQLServer\Parameters"), "SQLArg1", null);
        }

        Assert.True((await UpAsync(Forced)).Changed);
    }

    [Fact]
    public async Task Diagnoses_a_start_that_fails_in_another_language_by_its_numbers()
    {
        await using TdsEndpoint endpoint = await ListeningAsync();
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf);
        _machine.Log = InGerman;
        _machine.LoadsNothing = true;

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(new TlsRequest(new CertificateSource.Installed(thumbprint))));

        Assert.Contains("26014", refused.Message);
    }

    private static IEnumerable<string> InGerman(string[] lines) => lines.Select(line => line.StartsWith("Error: ", StringComparison.Ordinal)
        ? line.Replace("Error", "Fehler").Replace("Severity", "Schweregrad").Replace("State", "Status")
        : "Der Server sagt etwas auf Deutsch.");

    private async Task<TdsEndpoint> ListeningAsync()
    {
        TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        _machine.Registry.Write(Machine.Network(Id).Below(@"Tcp\IPAll"), "TcpPort", RegistryValue.OfText($"{endpoint.Port}"));
        return endpoint;
    }

    private Task<ProvisionResult> UpAsync(TlsRequest request, Finding? refusal = null) => _machine.UpAsync("SQL2022", request, refusal);
}
