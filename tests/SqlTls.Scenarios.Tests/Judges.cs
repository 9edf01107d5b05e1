using System.Globalization;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Scenarios.Tests;

/// <summary>Clients that look at a server, and what each makes of it, in few words. All trust the scenario's authority, where they can.</summary>
internal static class Judges
{
    public const string Accepts = "accepts";
    public const string Refuses = "refuses";
    public const string Hangs = "hangs";
    public const string DoesNotApply = "does not apply";

    // For a peer that never shows a certificate: a client that is given no authority at all fails before it connects.
    private static readonly string Nobody = MakeNobody();

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    /// <summary>The columns of the matrix, in their order.</summary>
    public static IReadOnlyList<(string Name, Func<ScenarioServer, Task<string>> Judge)> All { get; } =
    [
        ("probe", ProbeAsync),
        ("verify", VerifyAsync),
        ("SqlClient, Mandatory", server => SqlClientAsync(server, "Mandatory")),
        ("SqlClient, Strict", server => SqlClientAsync(server, "Strict")),
        ("FreeTDS", FreeTdsAsync),
        ("tedious", TediousAsync),
        ("nmap ssl-cert", NmapAsync),
        ("openssl, strict", OpenSslAsync),
    ];

    /// <summary>Errors that the probe finds; "good" without one.</summary>
    public static async Task<ProbeResult> ProbedAsync(ScenarioServer server) => await TlsProbe.RunAsync(
        new ProbeRequest(ServerAddress.Parse(server.Server), server.Scenario.HostName is { } name ? [name] : [], server.Authority is null ? [] : [server.Authority], Limit));

    /// <summary>Every check.</summary>
    public static Task<VerificationResult> VerifiedAsync(ScenarioServer server) => Verifier.RunAsync(new VerificationRequest
    {
        Server = server.Server,
        // Only a string can say by which name the server is to be known.
        ConnectionString = server.Scenario.HostName is null ? null : server.ConnectionString,
        User = server.User,
        Password = server.Password.Length > 0 ? server.Password : "none",
        Authority = server.Authority,
        Timeout = Limit,
    });

    private static async Task<string> ProbeAsync(ScenarioServer server)
    {
        ProbeResult probe = await ProbedAsync(server);
        // What is worst, in its own words; a note is no flaw.
        string[] flaws = [.. probe.Findings
            .Where(finding => finding.Severity != Severity.Note && finding.Severity == probe.Findings[0].Severity)
            .Select(finding => finding.Code)
            .Distinct()];
        return flaws.Length == 0 ? "good" : string.Join(", ", flaws);
    }

    private static async Task<string> VerifyAsync(ScenarioServer server)
    {
        VerificationResult result = await VerifiedAsync(server);
        return result.Passed ? "passed" : Diagnosed(result.Checks).Code;
    }

    /// <summary>What a person reads first: the first check that fails, with its cause where it has one.</summary>
    public static (string Code, string Message, string Cure) Diagnosed(IEnumerable<Check> checks)
    {
        Check first = checks.First(check => check.Fails);
        return (first.Evidence.GetValueOrDefault("diagnosis", first.Code), first.Message, first.Cure);
    }

    private static async Task<string> SqlClientAsync(ScenarioServer server, string encrypt)
    {
        await using var connectors = new Connectors(server.Authority);
        string text = $"Server={server.Server};User ID={server.User};Password={server.Password};Encrypt={encrypt};TrustServerCertificate=False;Connect Timeout=5";
        text += server.Scenario.HostName is { } name ? $";HostNameInCertificate={name}" : "";
        ConnectionAttempt attempt = await connectors.Trusting.TryAsync(text, Limit + Limit, CancellationToken.None);
        return attempt.Connected ? Accepts : attempt.TimedOut ? Hangs : Refuses;
    }

    // It knows a server by the name that it connects to, and by no other.
    private static async Task<string> FreeTdsAsync(ScenarioServer server)
    {
        if (server.Scenario.HostName is not null)
        {
            return DoesNotApply;
        }

        using var folder = new TemporaryFolder();
        string conf = folder.Write("freetds.conf", $"""
            [global]
              tds version = 7.4
              encryption = require
              ca file = {Authority(server, folder)}
              check certificate hostname = yes
              connect timeout = 5
              timeout = 5
            [endpoint]
              host = 127.0.0.1
              port = {server.Port}
            """);
        return await AskAsync("tsql", ["-S", "endpoint", "-U", server.User, "-o", "q"], $"{server.Password}\nSELECT 1\ngo\nexit\n", [new("FREETDSCONF", conf), new("FREETDS", conf)]);
    }

    private static async Task<string> TediousAsync(ScenarioServer server)
    {
        using var folder = new TemporaryFolder();
        string settings = JsonSerializer.Serialize(new { host = "127.0.0.1", port = server.Port, user = server.User, password = server.Password, encrypt = true, serverName = server.Scenario.HostName });
        return await AskAsync(
            "node",
            [Repository.File("tests/npm/tedious.cjs")],
            settings,
            [new("NODE_PATH", Repository.File("artifacts/npm/node_modules")), new("NODE_EXTRA_CA_CERTS", Authority(server, folder)), new("SSL_CERT_DIR", null)]);
    }

    // What nmap's script reports is a certificate, whatever it is worth.
    private static async Task<string> NmapAsync(ScenarioServer server)
    {
        Tool run = await Tool.RunAsync("nmap", ["-Pn", "-n", "-sV", "--version-intensity", "0", "-p", $"{server.Port}", "--script", "+ssl-cert", "--script-timeout", "25s", "--host-timeout", "50s", "127.0.0.1"], seconds: 60);
        return run.Output.Contains("Subject:", StringComparison.Ordinal) ? "sees a certificate" : "sees none";
    }

    // It speaks the strict way alone, which these have not.
    private static async Task<string> OpenSslAsync(ScenarioServer server)
    {
        if (server.Scenario.Options is { SupportsEncryption: false } or { SupportsStrict: false })
        {
            return DoesNotApply;
        }

        using var folder = new TemporaryFolder();
        return await AskAsync(
            "timeout",
            [
                "8", "openssl", "s_client", "-connect", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}"), "-alpn", "tds/8.0",
                "-CAfile", Authority(server, folder), "-no-CApath", "-purpose", "sslserver", "-verify_return_error",
                .. server.Scenario.HostName is { } name ? new[] { "-verify_hostname", name, "-servername", name } : ["-verify_ip", "127.0.0.1"],
            ],
            "",
            []);
    }

    private static async Task<string> AskAsync(string program, IEnumerable<string> arguments, string input, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        const int TimedOut = 124;
        Tool run = await Tool.RunAsync("timeout", ["20", program, .. arguments], input, environment, seconds: 60);
        return run.ExitCode switch { 0 => Accepts, TimedOut => Hangs, _ => Refuses };
    }

    private static string Authority(ScenarioServer server, TemporaryFolder folder) => server.AuthorityFile.Length > 0 ? server.AuthorityFile : folder.Write("nobody.crt", Nobody);

    private static string MakeNobody()
    {
        using var authority = Certificates.Authority.Create(CertificateOptions.For("nobody.test"));
        return authority.Certificate.ExportCertificatePem() + "\n";
    }
}
