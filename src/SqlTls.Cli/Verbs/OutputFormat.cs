using System.CommandLine;

namespace SqlTls.Cli.Verbs;

/// <summary>How results are written, by <c>--format</c> and <c>--json</c> together.</summary>
internal static class OutputFormat
{
    public const string OptionName = "--format";
    public const string Json = "json";
    public const string Text = "text";

    /// <summary>The format asked for; text where none is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="format">The verb's own <c>--format</c>.</param>
    /// <exception cref="SqlTlsException">Two formats are asked for.</exception>
    public static string Of(ParseResult parsed, Option<string> format)
    {
        string? said = parsed.GetResult(format) is { Implicit: false } ? parsed.GetValue(format) : null;
        return !parsed.GetValue(CommonOptions.Json) ? said ?? Text
            : said is null or Json ? Json
            : throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, $"--json and --format {said} ask for two formats.", "Leave one of them out.");
    }
}
