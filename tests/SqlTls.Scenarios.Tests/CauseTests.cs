using System.Text.RegularExpressions;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Scenarios.Tests;

/// <summary>What a person reads about each scenario, word for word; what changes from run to run stands in braces.</summary>
public sealed partial class CauseTests
{
    public static TheoryData<string, string, string> Causes => new()
    {
        { "expired", "SQLTLS4104", "The server's certificate expired on {time}." },
        { "not-yet-valid", "SQLTLS4105", "The server's certificate is not valid before {time}." },
        { "wrong-name", "SQLTLS4103", "The client asked for '127.0.0.1', but the server's certificate is for elsewhere.test." },
        { "self-signed", "SQLTLS4101", "The server's certificate vouches for itself, and the client does not trust it." },
        { "untrusted-authority", "SQLTLS4102", "The certificate of the issuer 'CN=sqltls scenario authority {hex}' is not sent, and it is not trusted here: an intermediate is missing, or another authority is trusted than the one that issued it." },
        { "missing-intermediate", "SQLTLS4102", "The certificate of the issuer 'CN=sqltls scenario intermediate 1' is not sent, and it is not trusted here: an intermediate is missing, or another authority is trusted than the one that issued it." },
        { "no-server-authentication", "SQLTLS4106", "The server's certificate is not for server authentication (1.3.6.1.5.5.7.3.1 is missing from its extended key usage)." },
        { "client-authentication-only", "SQLTLS4106", "The server's certificate is not for server authentication (1.3.6.1.5.5.7.3.1 is missing from its extended key usage)." },
        { "rsa-1024", "SQLTLS2008", "SqlClient connected, but not every client will: The key has 1024 bits; fewer than 2048 are refused." },
        { "sha1-signature", "SQLTLS2009", "SqlClient connected, but not every client will: The certificate 'CN=localhost' is signed with sha1RSA, which OpenSSL 3 refuses." },
        { "cn-only", "SQLTLS4003", "The certificate has its name (127.0.0.1) in the CN alone, where most clients do not look." },
        { "name-constraint-violated", "SQLTLS4118", "An issuer in the chain of 'CN=localhost' may not vouch for its names (localhost, 127.0.0.1, ::1): name constraints forbid it." },
        { "expired-authority", "SQLTLS4118", "The issuer 'CN=sqltls scenario authority {hex}' is not valid now." },
        { "tls10-only", "SQLTLS4107", "Client and server have no version of TLS in common." },
        { "tls11-only", "SQLTLS4107", "Client and server have no version of TLS in common." },
        { "tls13-only", "SQLTLS4107", "The server has TLS 1.3 alone, which only strict connections speak." },
        { "plaintext-only", "SQLTLS4108", "The server does not support encryption." },
        { "login-only", "SQLTLS4108", "The server encrypts the login alone, and no data." },
        { "stalls-in-prelogin", "SQLTLS4204", "The server at {server} accepted the connection or swallowed it, and did not answer in time." },
        { "stalls-in-handshake", "SQLTLS4111", "The server went silent in the TLS handshake." },
        { "closes-in-handshake", "SQLTLS4119", "The server broke the TLS handshake off." },
        { "garbage", "SQLTLS4203", "What answers at {server} is no SQL Server: {why}" },
        { "slow-drip", "SQLTLS4204", "The server at {server} accepted the connection or swallowed it, and did not answer in time." },
    };

    [RequiresTheory("linux")]
    [MemberData(nameof(Causes))]
    public async Task Verification_names_the_cause(string scenario, string code, string cause)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));

        VerificationResult result = await Judges.VerifiedAsync(server);

        (string Code, string Cause) seen = Judges.Diagnosed(result.Checks);
        Assert.Equal((code, cause), (seen.Code, Timeless(seen.Cause, server)));
    }

    [Fact]
    public void Every_scenario_that_is_not_simply_good_has_a_cause() => Assert.Equal(
        ScenarioCatalog.All.Where(scenario => scenario.Verdict != ScenarioVerdict.Accept && scenario.Name != "strict-only").Select(scenario => scenario.Name).Order(),
        Causes.Select(row => (string)row[0]).Order());

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task The_probe_calls_none_of_them_good(string scenario, string code, string cause)
    {
        _ = (code, cause);
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));

        ProbeResult probe = await Judges.ProbedAsync(server);

        // TLS 1.3 alone is a good server, for strict clients.
        Assert.Equal(scenario != "tls13-only", probe.Findings.Any(finding => finding.Severity != Severity.Note));
    }

    private static string Timeless(string text, ScenarioServer server)
    {
        string timeless = Time().Replace(text.Replace(server.Server, "{server}", StringComparison.Ordinal), "{time}");
        return Why().Replace(Hex().Replace(timeless, "authority {hex}'"), "no SQL Server: {why}");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d UTC")]
    private static partial Regex Time();

    [GeneratedRegex("authority [0-9a-f]{8}'")]
    private static partial Regex Hex();

    [GeneratedRegex("no SQL Server: .*")]
    private static partial Regex Why();
}
