using System.CommandLine;
using SqlTls.Fleets;
using SqlTls.Probing;
using SqlTls.Reports;
using SqlTls.Reports.Pages;

namespace SqlTls.Cli.Verbs;

/// <summary>Results of many servers in the form that was asked for: what is a line of its own goes out at once, what is one document at its end.</summary>
/// <typeparam name="TReport">The report of one server, as JSON has it.</typeparam>
/// <param name="parsed">The words.</param>
/// <param name="terminal">Where it goes.</param>
/// <param name="progress">Counts the servers.</param>
internal sealed class FleetOutput<TReport>(ParseResult parsed, Terminal terminal, Progress progress)
{
    private readonly string _format = FleetWords.FormatOf(parsed);
    private readonly List<(FleetRow Row, TReport Report)> _kept = [];
    private FleetSummary _summary = FleetSummary.Empty;
    private FleetConditions _seen = FleetConditions.None;

    /// <summary>Writes a few lines about one server, for people.</summary>
    public required Action<FleetRow> Print { get; init; }

    /// <summary>Makes the one JSON document of all.</summary>
    public required Func<IReadOnlyList<TReport>, FleetSummary, string> Document { get; init; }

    /// <summary>One more server is done.</summary>
    public void Add(FleetRow row, TReport report, ProbeResult probe, FleetConditions conditions)
    {
        _seen |= conditions;
        _summary = _summary.With(probe, conditions);
        progress.Step(() => Write(row, report));
    }

    /// <summary>All are done. Gives the exit code.</summary>
    public int End()
    {
        progress.Dispose();
        (FleetRow Row, TReport Report)[] inOrder = [.. _kept.OrderBy(kept => kept.Row.Line)];
        FleetRow[] rows = [.. inOrder.Select(kept => kept.Row)];
        switch (_format)
        {
            case "json":
                terminal.Out.WriteLine(Document([.. inOrder.Select(kept => kept.Report)], _summary));
                break;
            case "sarif":
                terminal.Out.WriteLine(FleetSarif.Write(rows, FleetWords.ListFile(parsed), _summary));
                break;
            case "html":
                terminal.Out.Write(HtmlPage.Write(new FleetPage(DateTimeOffset.UtcNow, _summary, rows)));
                break;
        }

        // A document is for tools; the numbers are for whoever watches.
        (_format == "text" ? terminal.Out : terminal.Error).WriteLine(_summary);
        return (_seen & FleetWords.FailsOn(parsed)) != 0 ? 1 : 0;
    }

    private void Write(FleetRow row, TReport report)
    {
        switch (_format)
        {
            case "text":
                Print(row);
                break;
            case "ndjson":
                terminal.Out.WriteLine(ReportJson.WriteLine(report));
                terminal.Out.Flush();
                break;
            default:
                _kept.Add((row, report));
                break;
        }
    }
}
