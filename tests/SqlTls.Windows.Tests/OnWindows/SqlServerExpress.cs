using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Settings;
using SqlTls.Verification;

namespace SqlTls.Windows.Tests.OnWindows;

/// <summary>A real SQL Server Express with TCP/IP switched on.</summary>
public class SqlServerExpress
{
    private const string Express = "SQLEXPRESS";

    [WindowsFact(Instance = Express)]
    public async Task Takes_validated_connections_after_up_and_is_put_back_by_down()
    {
        using var folder = new TemporaryFolder();
        await using Target target = await Target.OpenAsync(new TargetRequest { Instance = Express, OutputFolder = folder.Path });
        TlsSettings before = (await target.Instance.ReadAsync(default)).Settings;

        SetupResult up = await TlsSetup.RunAsync(target.Instance, new SetupRequest(new TlsRequest(new CertificateSource.Made(30)) { ForceEncryption = true }, folder.Path));
        _ = await new Provisioner(target.Instance).DownAsync(default);

        Assert.All(["encrypted-connection", "plaintext-refused"], id => Assert.Equal(CheckOutcome.Passed, up.Proof!.Checks.Single(check => check.Id == id).Outcome));
        Assert.Equal(before, (await target.Instance.ReadAsync(default)).Settings);
    }

    [WindowsFact(Instance = Express)]
    public async Task Takes_strict_connections_alone_where_that_is_forced()
    {
        using var folder = new TemporaryFolder();
        await using Target target = await Target.OpenAsync(new TargetRequest { Instance = Express, OutputFolder = folder.Path });
        try
        {
            SetupResult up = await TlsSetup.RunAsync(target.Instance, new SetupRequest(new TlsRequest(new CertificateSource.Made(30)) { ForceStrict = true }, folder.Path));

            Assert.Equal(CheckOutcome.Passed, up.Proof!.Checks.Single(check => check.Id == "strict-connection").Outcome);
        }
        finally
        {
            _ = await new Provisioner(target.Instance).DownAsync(default);
        }
    }
}
