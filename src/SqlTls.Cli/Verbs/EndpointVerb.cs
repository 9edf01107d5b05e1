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

    public static Command Create(Terminal terminal) => Verb.Create(
        "endpoint",
        "Runs the embedded endpoint until Ctrl-C: a server that speaks TDS and TLS, for tests of clients.",
        "sqltls endpoint --port 14330",
        [Port, GivenCertificate.Certificate, GivenCertificate.Key, ServerOptions.ForceEncryption, ServerOptions.ForceStrict, CommonOptions.DnsName, CommonOptions.Json],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using ServerCertificate? certificate = GivenCertificate.Load(parsed, terminal) ?? Made(ServerOptions.Names(parsed));
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(
            new TdsEndpointOptions
            {
                Port = parsed.GetValue(Port),
                Certificate = certificate,
                ForceEncryption = parsed.GetValue(ServerOptions.ForceEncryption),
                ForceStrict = parsed.GetValue(ServerOptions.ForceStrict),
                Password = terminal.Variable("SQLTLS_PASSWORD") is { Length: > 0 } password ? password : null,
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
