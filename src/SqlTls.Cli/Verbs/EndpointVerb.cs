using System.CommandLine;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls endpoint</c>: the embedded endpoint in the foreground.</summary>
internal static class EndpointVerb
{
    public const string Name = "endpoint";

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port to listen on, 0 to 65535; 0 takes a free one.",
        HelpName = "PORT",
    };

    private static readonly Option<string?> Scenario = new("--scenario")
    {
        Description = "A server that is good, or bad in one way on purpose: a name, all, or list for the names.",
        HelpName = "NAME|all|list",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        Name,
        "Runs the embedded endpoint until Ctrl-C: a server that speaks TDS and TLS, for tests of clients.",
        "sqltls endpoint --port 14330",
        [Port, Scenario, GivenCertificate.Certificate, GivenCertificate.Key, ServerOptions.ForceEncryption, ServerOptions.ForceStrict, ServerOptions.PasswordFromInput, CommonOptions.DnsName, CommonOptions.Json],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Scenario) is not { } scenario)
        {
            return await RunOneAsync(parsed, terminal, cancellationToken);
        }

        if (scenario.Equals("list", StringComparison.OrdinalIgnoreCase))
        {
            RefuseIdle(parsed, "--scenario list", [.. OwnOptions, Port, ServerOptions.PasswordFromInput, CommonOptions.Json]);
            ScenarioEndpoints.List(terminal.Out);
            return 0;
        }

        RefuseIdle(parsed, "--scenario", OwnOptions);
        await ScenarioEndpoints.RunAsync(
            ScenarioEndpoints.Named(scenario), parsed.GetValue(Port), ServerOptions.Password(parsed, terminal), parsed.GetValue(CommonOptions.Json), terminal.Out, cancellationToken);
        return 0;
    }

    // What a scenario says itself.
    private static Option[] OwnOptions =>
        [GivenCertificate.Certificate, GivenCertificate.Key, ServerOptions.ForceEncryption, ServerOptions.ForceStrict, CommonOptions.DnsName];

    private static void RefuseIdle(ParseResult parsed, string beside, IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Tokens.Count: > 0 } or { Implicit: false }) is { } idle)
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, $"{idle.Name} has no meaning with {beside}.", "Leave the option out.");
        }
    }

    private static async Task<int> RunOneAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string? password = ServerOptions.Password(parsed, terminal);
        using ServerCertificate? certificate = GivenCertificate.Load(parsed, terminal) ?? await MadeAsync(ServerOptions.Names(parsed), terminal, cancellationToken);
        var options = new TdsEndpointOptions
        {
            Port = parsed.GetValue(Port),
            Certificate = certificate,
            ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
            ForceStrict = parsed.GetValue(ServerOptions.ForceStrict),
            Password = password,
        };
        await using TdsEndpoint endpoint = await terminal.WorkAsync("Starting the endpoint", () => TdsEndpoint.StartAsync(options, cancellationToken));
        Announce(endpoint, parsed.GetValue(CommonOptions.Json), terminal.Out);
        await Waiting.ForCtrlCAsync(cancellationToken);
        return 0;
    }

    private static async Task<ServerCertificate?> MadeAsync(IReadOnlyList<string> names, Terminal terminal, CancellationToken cancellationToken) =>
        names.Count > 0 ? await NewCertificateOptions.MakeAsync(terminal, () => ServerCertificate.Create(CertificateOptions.For(names)), cancellationToken) : null;

    private static void Announce(TdsEndpoint endpoint, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ReportJson.WriteLine(new EndpointReport(
                "good", endpoint.Server, endpoint.Port, endpoint.AuthorityFile, endpoint.Certificate.Describe().Thumbprint, endpoint.User, endpoint.Password)));
        }
        else
        {
            output.WriteLine($"Listening on {endpoint.Server}. Stop it with Ctrl-C.");
            output.WriteLine($"  authority  {endpoint.AuthorityFile}");
            output.WriteLine($"  SqlClient  {endpoint.ConnectionString}");
        }

        output.Flush();
    }
}
