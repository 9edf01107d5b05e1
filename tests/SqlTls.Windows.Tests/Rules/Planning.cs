using SqlTls.Certificates;
using SqlTls.Provisioning;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>What a dry run tells.</summary>
public sealed class Planning : IDisposable
{
    private readonly Machine _machine = new();

    public Planning() => _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Tells_the_warnings_that_a_run_would()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf, KeyStorage.Cng);

        _ = await PlanAsync(new TlsRequest(new CertificateSource.Installed(thumbprint)));

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS2011", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lets_no_server_trust_issuers_that_its_machine_has()
    {
        Plan plan = await PlanAsync(new TlsRequest(new CertificateSource.Made(365)) { ForceStrict = true });

        Assert.Equal(["certificate", "settings", "restart"], plan.Steps.Select(step => step.Step));
        Assert.False(plan.TrustInside);
    }

    private async Task<Plan> PlanAsync(TlsRequest request)
    {
        using var folder = new TemporaryFolder();
        return await TlsSetup.PlanAsync(_machine.Open("SQL2022"), new SetupRequest(request, folder.File("out")), _machine.Said.Add, default);
    }
}
