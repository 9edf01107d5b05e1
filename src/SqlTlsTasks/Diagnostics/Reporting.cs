using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SqlTls.Verification;

namespace SqlTlsTasks.Diagnostics;

/// <summary>Findings and failures as MSBuild's diagnostics: code, place, and the page that explains the code.</summary>
internal static class Reporting
{
    /// <summary>A finding of the given severity; a note is a message.</summary>
    public static void Report(this TaskLoggingHelper log, Severity severity, string code, ProjectPlace place, string message)
    {
        string help = HelpLink.For(code);
        message = PlainText.Of(message);
        switch (severity)
        {
            case Severity.Error:
                log.LogError(null, code, null, help, place.File, place.Line, place.Column, 0, 0, message);
                break;
            case Severity.Warning:
                log.LogWarning(null, code, null, help, place.File, place.Line, place.Column, 0, 0, message);
                break;
            default:
                log.LogMessage(null, code, null, place.File, place.Line, place.Column, 0, 0, MessageImportance.Normal, message);
                break;
        }
    }

    /// <summary>What cannot be done, and the cure. What was thrown underneath stays out: it may quote a connection string.</summary>
    public static void Report(this TaskLoggingHelper log, SqlTlsException exception, ProjectPlace place) =>
        log.Report(Severity.Error, exception.Code, place, $"{exception.Message} {exception.Cure}");

    /// <summary>What was proved of a server: a line of it, and every check that failed.</summary>
    public static void Report(this TaskLoggingHelper log, IReadOnlyList<Check> checks, string name, string server, ProjectPlace place)
    {
        foreach (Check check in checks)
        {
            log.LogMessage("{0}: {1} {2}: {3}", name, check.Id, check.Outcome, check.Message);
            if (check.Outcome == CheckOutcome.Failed)
            {
                log.Report(check.Fails ? Severity.Error : Severity.Warning, check.Code, place, $"{name}: {check.Message} {check.Cure}");
            }
        }

        int Count(CheckOutcome outcome) => checks.Count(check => check.Outcome == outcome);
        log.LogMessage(
            MessageImportance.High,
            "{0}: {1}, {2} checks passed, {3} failed, {4} skipped",
            name, server, Count(CheckOutcome.Passed), Count(CheckOutcome.Failed), Count(CheckOutcome.Skipped));
    }
}
