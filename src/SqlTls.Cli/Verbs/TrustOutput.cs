using System.CommandLine;
using SqlTls.Reports;
using SqlTls.Trust;

namespace SqlTls.Cli.Verbs;

/// <summary>What <c>trust add</c> and <c>trust remove</c> did or would do: as words, as JSON, or as a step's variables.</summary>
internal static class TrustOutput
{
    public static Option<string?> Shell { get; } = new Option<string?>("--shell")
    {
        Description = "Print the step's variables and nothing else: for a shell's eval, PowerShell's Invoke-Expression, or GITHUB_ENV. Without a word, sh.",
        HelpName = "sh|powershell|github",
        Arity = ArgumentArity.ZeroOrOne,
    }.AcceptOnlyFromAmong([.. ShellText.Kinds]);

    /// <summary>Of a run that changed something, or found nothing to change.</summary>
    public static void Report(ParseResult parsed, Terminal terminal, ITrustStore store, TrustChangeReport report, string words, string nothing)
    {
        if (parsed.GetResult(Shell) is not null)
        {
            terminal.Out.Write(ShellText.Write(parsed.GetValue(Shell) ?? ShellText.Kinds[0], new StepTrust(TrustPlace.StepFolder(parsed), terminal.Variable).Variables()));
            return;
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(report));
            return;
        }

        foreach (TrustedCertificate entry in report.Trusted)
        {
            terminal.Tell($"{entry.Thumbprint} {words}: {entry.Where}");
        }

        if (report.Trusted.Count == 0)
        {
            terminal.Tell(nothing);
        }
        else if (store.Scope == TrustScope.Step)
        {
            terminal.Note("For the programs of this shell, take in the variables: eval \"$(sqltls trust add --scope step --shell)\".");
        }
    }

    /// <summary>Of a dry run.</summary>
    public static int Plan(ParseResult parsed, Terminal terminal, IReadOnlyList<string> steps, string nothing)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            terminal.Out.WriteLine(ReportJson.Write(new PlanReport(1, [.. steps.Select(step => new PlanReport.PlannedStep("trust", step))])));
            return 0;
        }

        foreach (string step in steps)
        {
            terminal.Tell(step);
        }

        terminal.Tell(steps.Count > 0 ? "Nothing was changed: this was a dry run." : nothing);
        return 0;
    }
}
