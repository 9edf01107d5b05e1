using System.CommandLine;
using SqlTls.ConnectionStrings;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls connection-string</c>: a ready string, for a server that <c>up</c> has set up or that is named.</summary>
internal static class ConnectionStringVerb
{
    private static readonly Option<string> For = new Option<string>("--for")
    {
        Description = "The driver or tool.",
        HelpName = string.Join('|', ReadyString.Drivers),
        DefaultValueFactory = _ => "sqlclient",
    }.AcceptOnlyFromAmong([.. ReadyString.Drivers]);

    private static readonly Option<string?> Server = new("--server")
    {
        Description = "HOST or HOST,PORT. By default the server of the report in --output, or of the only report under .sqltls.",
        HelpName = "SERVER",
    };

    private static readonly Option<bool> Strict = new("--force-strict")
    {
        Description = "Ask for a strict connection (TDS 8.0), also where no report says that the server takes nothing else.",
    };

    public static Command Create(Terminal terminal) => Verb.Create(
        "connection-string",
        "Prints a connection string that encrypts and validates; with the password where SQLTLS_PASSWORD is set.",
        "sqltls connection-string --for odbc",
        [For, Server, Strict, ServerOptions.User, ServerOptions.PasswordFromInput, CommonOptions.Output, CommonOptions.Json],
        terminal,
        (parsed, _) => Task.FromResult(Run(parsed, terminal)));

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        string driver = parsed.GetValue(For)!;
        string text = Ready(parsed, terminal).For(driver);
        terminal.Out.WriteLine(parsed.GetValue(CommonOptions.Json) ? ReportJson.Write(new ConnectionStringReport(1, driver, text)) : text);
        return 0;
    }

    private static ReadyString Ready(ParseResult parsed, Terminal terminal)
    {
        DirectoryInfo? folder = parsed.GetValue(CommonOptions.Output);
        PreparedServer? prepared;
        ServerAddress address;
        if (parsed.GetValue(Server) is { } named)
        {
            address = WithPort(named);
            // Its certificate is known where up has set up this very server.
            prepared = PreparedServer.All(folder).FirstOrDefault(server => server.Is(address));
        }
        else
        {
            prepared = PreparedServer.Only(folder);
            address = prepared.Address;
        }

        return new ReadyString(
            address.Host,
            address.Port!.Value,
            parsed.GetValue(ServerOptions.User) ?? prepared?.User ?? "sa",
            ServerOptions.Password(parsed, terminal),
            parsed.GetValue(Strict) || prepared?.Strict == true,
            prepared?.CertificateFile,
            prepared?.AuthorityFile);
    }

    private static ServerAddress WithPort(string text) => ServerAddress.Parse(text) is { Port: not null } address
        ? address
        : throw new SqlTlsException(Failure.Input, ProbeCodes.Address, $"'{text}' has no port.", "Write HOST,PORT: most drivers do not ask SQL Server Browser.");
}
