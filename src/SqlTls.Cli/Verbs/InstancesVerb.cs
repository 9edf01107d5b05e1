using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SqlTls.Instances.Windows;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls instances</c>: the SQL Servers of this machine and their TLS settings.</summary>
internal static class InstancesVerb
{
    /// <param name="terminal">Where it writes.</param>
    /// <param name="machine">The machine; by default this one.</param>
    public static Command Create(Terminal terminal, Func<WindowsMachine>? machine = null) => Verb.Create(
        "instances",
        "Lists the SQL Servers of this Windows machine and their TLS settings. Needs no administrator.",
        "sqltls instances",
        [CommonOptions.Json],
        terminal,
        (parsed, _) => Task.FromResult(Run(parsed, terminal, (machine ?? LocalMachine.Open)())));

    private static int Run(ParseResult parsed, Terminal terminal, WindowsMachine machine)
    {
        bool all = true;
        var report = InstancesReport.Of(InstancesOnMachine.List(machine, (name, refusal) =>
        {
            all = false;
            terminal.Note($"note {refusal.Code}: {name} is left out. {refusal.Message} {refusal.Cure}");
        }));
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
        }
        else if (report.Instances.Count == 0)
        {
            terminal.Tell(all ? "No SQL Server is installed on this machine." : "No SQL Server of this machine can be read.");
        }
        else
        {
            Print(report, terminal);
        }

        return 0;
    }

    private static void Print(InstancesReport report, Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("name", "version", "service", "account", "port", "force encryption", "force strict", "certificate");
        foreach (InstancesReport.Installed instance in report.Instances)
        {
            string[] cells =
            [
                instance.Name,
                instance.Version ?? "",
                instance.Service,
                instance.Account ?? "",
                instance.Port?.ToString(CultureInfo.InvariantCulture) ?? "",
                OnOff(instance.ForceEncryption),
                OnOff(instance.ForceStrict),
                instance.Thumbprint ?? "",
            ];
            _ = table.AddRow([.. cells.Select(cell => new Text(PlainText.Of(cell)))]);
        }

        terminal.Results().Write(table);
    }

    private static string OnOff(bool value) => value ? "on" : "off";
}
