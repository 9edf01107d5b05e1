using System.Text.RegularExpressions;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Scenarios.Tests;

/// <summary>What a person reads about each scenario, word for word; what changes from run to run stands in braces.</summary>
public sealed partial class CauseTests
{
    /// <summary>What verification says first: code, cause, cure.</summary>
    public static TheoryData<string, string, string, string> Verified => new()
    {
        { "expired", "SQLTLS4104", "The server's certificate expired on {time}.", "Renew it and restart the server: sqltls up does both." },
        { "not-yet-valid", "SQLTLS4105", "The server's certificate is not valid before {time}.", "Check the clocks of both machines, or wait." },
        { "wrong-name", "SQLTLS4103", "Not in the certificate: 127.0.0.1. It is for elsewhere.test.", "Connect by one of its names, or make a certificate with --dns-name 127.0.0.1." },
        { "self-signed", "SQLTLS4101", "The server's certificate vouches for itself, and the client does not trust it.", "Use a certificate that an authority has signed, or name this one: ServerCertificate=FILE in the connection string." },
        { "untrusted-authority", "SQLTLS4101", "The client does not trust the authority 'CN=sqltls scenario authority {hex}' that issued the server's certificate.", "Trust it: sqltls trust add, or ServerCertificate=FILE in the connection string." },
        { "missing-intermediate", "SQLTLS4102", "The certificate of the intermediate 'CN=sqltls scenario intermediate 1' is not sent.", "Install it where the server looks for it: on Linux in its own trust store, beside the authority." },
        { "no-server-authentication", "SQLTLS4106", "The server's certificate is not for server authentication (1.3.6.1.5.5.7.3.1 is missing from its extended key usage).", "Use a certificate whose extended key usage has Server Authentication." },
        { "client-authentication-only", "SQLTLS4106", "The server's certificate is not for server authentication (1.3.6.1.5.5.7.3.1 is missing from its extended key usage).", "Use a certificate whose extended key usage has Server Authentication." },
        { "rsa-1024", "SQLTLS2008", "SqlClient connected, but not every client will: The key has 1024 bits; fewer than 2048 are refused.", "Make a key of 2048 bits or more." },
        { "sha1-signature", "SQLTLS2009", "SqlClient connected, but not every client will: The certificate 'CN=localhost' is signed with sha1RSA, which OpenSSL 3 refuses.", "Use certificates that are signed with SHA-256, SHA-384 or SHA-512, the intermediates too." },
        { "cn-only", "SQLTLS4003", "The certificate has its name (127.0.0.1) in the CN alone, where most clients do not look.", "Make a certificate that lists every name of the server as a subject alternative name." },
        { "name-constraint-violated", "SQLTLS4118", "An issuer in the chain of 'CN=localhost' may not vouch for its names (localhost, 127.0.0.1, ::1): name constraints forbid it.", "Have the certificate issued by an authority that may, or name the authority's own file." },
        { "expired-authority", "SQLTLS4118", "The issuer 'CN=sqltls scenario authority {hex}' is not valid now.", "Have the certificate issued again by an authority that is valid." },
        { "tls10-only", "SQLTLS4107", "Client and server have no version of TLS in common.", "Allow TLS 1.2 on the server: tlsprotocols = 1.2 in mssql.conf." },
        { "tls11-only", "SQLTLS4107", "Client and server have no version of TLS in common.", "Allow TLS 1.2 on the server: tlsprotocols = 1.2 in mssql.conf." },
        { "plaintext-only", "SQLTLS4108", "The server does not support encryption.", "Give it a certificate: sqltls up configures one." },
        { "login-only", "SQLTLS4108", "The server encrypts the login alone, and no data.", "Configure a certificate and force encryption: sqltls up --force-encryption." },
        { "stalls-in-prelogin", "SQLTLS4204", "The server at {server} accepted the connection or swallowed it, and did not answer in time.", "Check that it is a SQL Server and up; --timeout gives it longer." },
        { "stalls-in-handshake", "SQLTLS4111", "The server went silent in the TLS handshake.", "Check that it is up and not overloaded; --timeout gives it longer." },
        { "closes-in-handshake", "SQLTLS4119", "The server broke the TLS handshake off.", "Look at its error log: it may have no version of TLS or no cipher that this machine has." },
        { "garbage", "SQLTLS4203", "What answers at {server} is no SQL Server: This is no TDS packet: it starts with 485454502f312e31.", "Correct the port." },
        { "slow-drip", "SQLTLS4204", "The server at {server} accepted the connection or swallowed it, and did not answer in time.", "Check that it is a SQL Server and up; --timeout gives it longer." },
    };

    /// <summary>What the probe says first: code, message, cure.</summary>
    public static TheoryData<string, string, string, string> Probed => new()
    {
        { "expired", "SQLTLS2002", "The certificate expired on {time}.", "Renew it; SQL Server may not start with it again." },
        { "not-yet-valid", "SQLTLS2003", "The certificate is not valid before {time}.", "Check the clocks of both machines, or wait." },
        { "wrong-name", "SQLTLS2004", "'127.0.0.1' is not among the certificate's names (elsewhere.test).", "Connect by one of its names, or make a certificate with --dns-name 127.0.0.1." },
        { "self-signed", "SQLTLS4209", "The certificate vouches for itself, and it is not trusted here.", "Use a certificate that an authority has signed, or name this one's file with --authority." },
        { "untrusted-authority", "SQLTLS4209", "No authority that is trusted here vouches for the certificate; its issuer is 'CN=sqltls scenario authority {hex}'.", "Name the authority's file with --authority, or trust it: sqltls trust add." },
        { "missing-intermediate", "SQLTLS2017", "The certificate of the intermediate 'CN=sqltls scenario intermediate 1' is not sent.", "Install it where the server looks for it: on Linux in its own trust store, beside the authority." },
        { "no-server-authentication", "SQLTLS2005", "The extended key usage does not hold Server Authentication (1.3.6.1.5.5.7.3.1).", "Use a certificate that is made for server authentication." },
        { "client-authentication-only", "SQLTLS2005", "The extended key usage does not hold Server Authentication (1.3.6.1.5.5.7.3.1).", "Use a certificate that is made for server authentication." },
        { "rsa-1024", "SQLTLS2008", "The key has 1024 bits; fewer than 2048 are refused.", "Make a key of 2048 bits or more." },
        { "sha1-signature", "SQLTLS2009", "The certificate 'CN=localhost' is signed with sha1RSA, which OpenSSL 3 refuses.", "Use certificates that are signed with SHA-256, SHA-384 or SHA-512, the intermediates too." },
        { "cn-only", "SQLTLS2018", "The certificate has no subject alternative name; clients that look there alone refuse it.", "Make a certificate that lists every name of the server as a subject alternative name." },
        { "name-constraint-violated", "SQLTLS2020", "An issuer in the chain of 'CN=localhost' may not vouch for its names (localhost, 127.0.0.1, ::1): name constraints forbid it.", "Have the certificate issued by an authority that may, or name the authority's own file." },
        { "expired-authority", "SQLTLS2019", "The issuer 'CN=sqltls scenario authority {hex}' is not valid now.", "Have the certificate issued again by an authority that is valid." },
        { "plaintext-only", "SQLTLS4205", "The server does not support encryption.", "Give it a certificate: sqltls up configures one." },
        { "login-only", "SQLTLS4205", "The server encrypts the login alone, and no data.", "Configure a certificate and force encryption: sqltls up --force-encryption." },
        { "stalls-in-prelogin", "SQLTLS4204", "The server at {server} accepted the connection or swallowed it, and did not answer in time.", "Check that it is a SQL Server and up; --timeout gives it longer." },
        { "stalls-in-handshake", "SQLTLS4204", "The server went silent in the TLS handshake.", "Check that it is up and not overloaded; --timeout gives it longer." },
        { "closes-in-handshake", "SQLTLS4204", "The server broke the TLS handshake off.", "Look at its error log: it may have no version of TLS or no cipher that this machine has." },
        { "garbage", "SQLTLS4203", "What answers at {server} is no SQL Server: This is no TDS packet: it starts with 485454502f312e31.", "Correct the port." },
        { "slow-drip", "SQLTLS4204", "The server at {server} accepted the connection or swallowed it, and did not answer in time.", "Check that it is a SQL Server and up; --timeout gives it longer." },
    };

    /// <summary>The same of old TLS, which is served where a process can have an OpenSSL policy of its own.</summary>
    public static TheoryData<string, string, string, string> ProbedOfOldTls => new()
    {
        { "tls10-only", "SQLTLS4207", "The server accepts TLS 1.0 and nothing later, which today's clients refuse.", "Allow TLS 1.2 and later alone: tlsprotocols = 1.2 in mssql.conf, or Schannel's settings on Windows." },
        { "tls11-only", "SQLTLS4207", "The server accepts TLS 1.1 and nothing later, which today's clients refuse.", "Allow TLS 1.2 and later alone: tlsprotocols = 1.2 in mssql.conf, or Schannel's settings on Windows." },
    };

    [RequiresTheory("linux")]
    [MemberData(nameof(ProbedOfOldTls))]
    public Task The_probe_names_cause_and_cure_of_old_TLS(string scenario, string code, string cause, string cure) =>
        The_probe_names_cause_and_cure(scenario, code, cause, cure);

    [RequiresTheory("linux")]
    [MemberData(nameof(Verified))]
    public async Task Verification_names_cause_and_cure(string scenario, string code, string cause, string cure)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));

        VerificationResult result = await Judges.VerifiedAsync(server);

        (string Code, string Cause, string Cure) seen = Judges.Diagnosed(result.Checks);
        Assert.Equal((code, cause, cure), (seen.Code, Timeless(seen.Cause, server), seen.Cure));
    }

    [Theory]
    [MemberData(nameof(Probed))]
    public async Task The_probe_names_cause_and_cure(string scenario, string code, string cause, string cure)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(scenario));

        ProbeResult probe = await Judges.ProbedAsync(server);

        Finding worst = probe.Findings[0];
        Assert.NotEqual(Severity.Note, worst.Severity);
        Assert.Equal((code, cause, cure), (worst.Code, Timeless(worst.Message, server), worst.Cure));
    }

    [Fact]
    public void Every_scenario_that_is_not_good_is_in_both_tables()
    {
        string[] bad = [.. ScenarioCatalog.All.Where(scenario => scenario.Verdict is ScenarioVerdict.Doubtful or ScenarioVerdict.Refuse).Select(scenario => scenario.Name).Order()];

        Assert.Equal(bad, Verified.Select(row => (string)row[0]).Order());
        Assert.Equal(bad, Probed.Concat(ProbedOfOldTls).Select(row => (string)row[0]).Order());
    }

    private static string Timeless(string text, ScenarioServer server)
    {
        string timeless = Time().Replace(text.Replace(server.Server, "{server}", StringComparison.Ordinal), "{time}");
        return Hex().Replace(timeless, "authority {hex}'");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d UTC")]
    private static partial Regex Time();

    [GeneratedRegex("authority [0-9a-f]{8}'")]
    private static partial Regex Hex();
}
