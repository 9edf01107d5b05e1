using SqlTls.Endpoint;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Verification;

namespace SqlTls.Scenarios.Tests;

/// <summary>A server that takes strict connections alone is good, and a client that comes with another wish is told so.</summary>
public class StrictAlone
{
    [RequiresTheory("linux")]
    [InlineData("strict-only", "SQLTLS4117", "The server accepts strict connections alone.", "Write Encrypt=Strict in the connection string.")]
    [InlineData("tls13-only", "SQLTLS4107", "The server has TLS 1.3 alone, which only strict connections speak.", "Write Encrypt=Strict in the connection string, or allow TLS 1.2 on the server.")]
    public async Task A_string_that_is_not_strict_is_told_to_be(string scenario, string code, string cause, string cure)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));

        VerificationResult result = await ProveAsync(server, server.ConnectionString.Replace("Encrypt=Strict", "Encrypt=Mandatory", StringComparison.Ordinal));

        Assert.Equal((code, cause, cure), Judges.Diagnosed(result.Checks));
    }

    [RequiresTheory("linux")]
    [InlineData("strict-only")]
    [InlineData("tls13-only")]
    public async Task A_strict_string_passes(string scenario)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));

        VerificationResult result = await ProveAsync(server, server.ConnectionString);

        Assert.True(result.Passed);
        Assert.Equal(CheckOutcome.Passed, result.Checks.Single(check => check.Id == "strict-connection").Outcome);
    }

    [RequiresFact("linux")]
    public async Task Forced_strict_that_the_server_does_not_heed_is_the_servers_fault_even_where_the_login_fails()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });

        VerificationResult result = await Verifier.RunAsync(new VerificationRequest
        {
            Server = endpoint.Server,
            Password = "another than the server's",
            Authority = endpoint.Certificate.Authority,
            ForceStrict = true,
        });

        Check check = result.Checks.Single(check => check.Id == "encrypted-connection");
        Assert.Equal((CheckOutcome.Failed, Decision.Server), (check.Outcome, check.Decides));
    }

    private static Task<VerificationResult> ProveAsync(ScenarioServer server, string connectionString) =>
        Verifier.RunAsync(new VerificationRequest { ConnectionString = connectionString, Authority = server.Authority });
}
