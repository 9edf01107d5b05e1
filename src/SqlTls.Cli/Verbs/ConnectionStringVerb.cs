using System.CommandLine;
using System.Text.Json;
using SqlTls.ConnectionStrings;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls connection-string</c>: a ready string, for a server that <c>up</c> has set up or that is named.</summary>
internal static class ConnectionStringVerb
{
    private static readonly Option<string> For = new("--for")
    {
        Description = "The driver or tool.",
        HelpName = string.Join('|', ReadyString.Drivers),
        DefaultValueFactory = _ => "sqlclient",
    };

    private static readonly Option<string?> Server = new("--server")
    {
        Description = "HOST or HOST,PORT. By default the server of the report in --output.",
        HelpName = "SERVER",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "connection-string",
        "Prints a connection string that encrypts and validates; with the password where SQLTLS_PASSWORD is set.",
        "sqltls connection-string --for odbc",
        [For.AcceptOnlyFromAmong([.. ReadyString.Drivers]), Server, ServerOptions.User, CommonOptions.Output],
        terminal,
        (parsed, _) => Task.FromResult(Run(parsed, terminal)));

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        string folder = parsed.GetValue(CommonOptions.Output)?.FullName ?? Path.GetFullPath(Path.Combine(".sqltls", "endpoint"));
        string address = parsed.GetValue(Server) ?? ServerOf(Path.Combine(folder, "report.json"));
        ServerAddress server = ServerAddress.Parse(address);
        if (server.Port is not { } port)
        {
            throw new SqlTlsException(Failure.Input, ProbeCodes.Address, $"'{address}' has no port.", "Write HOST,PORT: most drivers do not ask SQL Server Browser.");
        }

        var ready = new ReadyString(
            server.Host,
            port,
            parsed.GetValue(ServerOptions.User) ?? "sa",
            ServerOptions.Password(parsed, terminal),
            Strict: false,
            Existing(Path.Combine(folder, "server.crt")),
            Existing(Path.Combine(folder, "authority.crt")));
        terminal.Out.WriteLine(ready.For(parsed.GetValue(For)!));
        return 0;
    }

    private static string ServerOf(string report)
    {
        try
        {
            return ReportJson.Read<UpReport>(File.ReadAllText(report)).Instance.Server;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SqlTlsException(
                Failure.Input,
                CliCodes.CommandLine,
                $"There is no report of 'sqltls up' at {report}.",
                "Name the server with --server, or the folder of the report with --output.",
                exception);
        }
    }

    private static string? Existing(string file) => File.Exists(file) ? file : null;
}
