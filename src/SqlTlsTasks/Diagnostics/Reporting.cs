using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace SqlTlsTasks.Diagnostics;

/// <summary>Findings and failures as MSBuild's diagnostics: code, place, and the page that explains the code.</summary>
internal static class Reporting
{
    /// <summary>A finding of the given severity; a note is a message.</summary>
    public static void Report(this TaskLoggingHelper log, Severity severity, string code, Place place, string message)
    {
        string help = HelpLink.For(code);
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

    /// <summary>What cannot be done, and the cure.</summary>
    public static void Report(this TaskLoggingHelper log, SqlTlsException exception, Place place)
    {
        log.Report(Severity.Error, exception.Code, place, $"{exception.Message} {exception.Cure}");
        if (exception.InnerException is { } inner)
        {
            log.LogMessage(MessageImportance.Low, "{0}", inner.ToString());
        }
    }
}
