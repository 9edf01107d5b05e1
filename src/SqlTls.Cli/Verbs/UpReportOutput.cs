using Spectre.Console;
using SqlTls.Reports;
using SqlTls.Verification;

namespace SqlTls.Cli.Verbs;

/// <summary>The report of <c>up</c> and <c>verify</c>: JSON for tools, a table for people.</summary>
internal static class UpReportOutput
{
    public static void Print(UpReport report, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
        }
        else
        {
            Print(report, terminal);
        }

        terminal.Out.Flush();
    }

    private static void Print(UpReport report, Terminal terminal)
    {
        IAnsiConsole console = terminal.Results();
        Table table = new Table().Border(TableBorder.Simple).AddColumns("check", "outcome", "what was seen");
        foreach (Check check in report.Checks)
        {
            table.AddRow(new Text(check.Id), Outcome(check), new Text(PlainText.Of(check.Message)));
        }

        console.Write(table);
        foreach (Check check in report.Checks.Where(check => check.Outcome == CheckOutcome.Failed))
        {
            terminal.Tell($"{(check.Fails ? "error" : "warning")} {check.Code}: {check.Message} {check.Cure}");
            terminal.Tell($"  {HelpLink.For(check.Code)}");
            if (check.Evidence.TryGetValue("exception", out string? exception))
            {
                terminal.Tell($"  {exception.ReplaceLineEndings(" ")}");
            }
        }

        if (report.ConnectionStrings.Count > 0)
        {
            terminal.Tell("Connection strings, for this server's certificate (add the password):");
            foreach ((string driver, string text) in report.ConnectionStrings)
            {
                terminal.Tell($"  {driver,-9}  {text}");
            }
        }
    }

    private static Text Outcome(Check check) => check.Outcome switch
    {
        CheckOutcome.Passed => new Text("passed", new Style(Color.Green)),
        CheckOutcome.Failed when check.Fails => new Text("FAILED", new Style(Color.Red)),
        CheckOutcome.Failed => new Text("warning", new Style(Color.Yellow)),
        _ => new Text("skipped", new Style(Color.Grey)),
    };
}
