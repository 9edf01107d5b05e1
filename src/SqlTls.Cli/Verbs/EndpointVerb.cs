using System.CommandLine;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls endpoint</c>: the embedded endpoint in the foreground.</summary>
internal static class EndpointVerb
{
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
        "endpoint",
        "Runs the embedded endpoint until Ctrl-C: a server that speaks TDS and TLS, for tests of clients.",
        "sqltls endpoint --port 14330",
        [Port, Scenario, GivenCertificate.Certificate, GivenCertificate.Key, ServerOptions.ForceEncryption, ServerOptions.ForceStrict, CommonOptions.DnsName, CommonOptions.Json],
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
            RefuseIdle(parsed, "--scenario list", [.. OwnOptions, Port, CommonOptions.Json]);
            ScenarioEndpoints.List(terminal.Out);
            return 0;
        }

        RefuseIdle(parsed, "--scenario", OwnOptions);
        await ScenarioEndpoints.RunAsync(
            ScenarioEndpoints.Named(scenario), parsed.GetValue(Port), Password(terminal), parsed.GetValue(CommonOptions.Json), terminal.Out, cancellationToken);
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

    private static string? Password(Terminal terminal) => terminal.Variable(SecretVariables.Password) is { Length: > 0 } password ? password : null;

    private static async Task<int> RunOneAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using ServerCertificate? certificate = GivenCertificate.Load(parsed, terminal) ?? Made(ServerOptions.Names(parsed));
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(
            new TdsEndpointOptions
            {
                Port = parsed.GetValue(Port),
                Certificate = certificate,
                ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
                ForceStrict = parsed.GetValue(ServerOptions.ForceStrict),
                Password = Password(terminal),
            },
            cancellationToken);
        Announce(endpoint, parsed.GetValue(CommonOptions.Json), terminal.Out);
        await Waiting.ForCtrlCAsync(cancellationToken);
        return 0;
    }

    private static ServerCertificate? Made(IReadOnlyList<string> names) => names.Count > 0 ? ServerCertificate.Create(CertificateOptions.For(names)) : null;

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
