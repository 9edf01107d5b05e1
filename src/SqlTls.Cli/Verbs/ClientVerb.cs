using System.CommandLine;
using SqlTls.Instances.Windows;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls client</c>: the client's side of the procedure, on Windows.</summary>
internal static class ClientVerb
{
    private static readonly Argument<string> Switch = new("on|off")
    {
        Description = "on forces encryption and validation; off puts back what was there before, and leaves what was not switched on by on; --force switches that off too.",
    };

    private static readonly Option<bool> NativeClient = new("--native-client")
    {
        Description = "SQL Server Native Client 11.",
    };

    private static readonly Option<bool> OleDb = new("--oledb")
    {
        Description = "OLE DB Driver 18 and 19.",
    };

    public static Command Create(Terminal terminal)
    {
        var client = new Command("client", "Settings of the client libraries of this Windows machine.");
        client.Add(Verb.Create(
            "force-encryption",
            "Makes every program on this Windows machine that uses these libraries encrypt and validate, 64-bit and 32-bit. Without an option: all of them.",
            "sqltls client force-encryption on --native-client --oledb",
            [Switch.AcceptOnlyFromAmong("on", "off"), NativeClient, OleDb, CommonOptions.Force, CommonOptions.Json, CommonOptions.DryRun],
            terminal,
            (parsed, _) => Task.FromResult(Run(parsed, terminal))));
        return client;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        bool all = !parsed.GetValue(NativeClient) && !parsed.GetValue(OleDb);
        IEnumerable<ClientLibrary> libraries =
        [
            .. all || parsed.GetValue(NativeClient) ? [ClientLibrary.NativeClient] : Array.Empty<ClientLibrary>(),
            .. all || parsed.GetValue(OleDb) ? ClientLibrary.OleDb : [],
        ];
        IReadOnlyList<ClientFlag> flags = ClientEncryption.Force(
            LocalMachine.Open(), libraries, parsed.GetValue(Switch) == "on", parsed.GetValue(CommonOptions.DryRun), parsed.GetValue(CommonOptions.Force));
        if (flags.Any(flag => flag.IsLeft))
        {
            terminal.Note("note: what was not switched on by sqltls was left as it is; --force switches it off too.");
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(ClientReport.Of(flags)));
            return 0;
        }

        foreach (ClientFlag flag in flags)
        {
            string change = flag.Was == flag.Now ? $"{flag.Now}, as it was" : $"{flag.Was} -> {flag.Now}";
            terminal.Tell($"{flag.Library}, {(flag.Bits == RegistryBits.Bits64 ? "64" : "32")}-bit: {flag.Label}: {change}");
        }

        return 0;
    }
}
