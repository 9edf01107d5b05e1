using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Fleets;

namespace SqlTls.Cli.Verbs;

/// <summary>The words about many servers that <c>probe</c> and <c>verify</c> share.</summary>
internal static class FleetWords
{
    private const string StandardInput = "-";

    public static Option<string?> File { get; } = new("--file")
    {
        Description = "A list of servers: text, CSV, JSON or YAML; - for standard input.",
        HelpName = "FILE",
    };

    public static Option<int> Parallel { get; } = new("--parallel")
    {
        Description = "With --file: how many servers are looked at side by side, 1 to 1024.",
        HelpName = "N",
        DefaultValueFactory = _ => FleetOptions.DefaultParallel,
    };

    public static Option<string> Format { get; } = new Option<string>(OutputFormat.OptionName)
    {
        Description = "text, json, ndjson (a line for each server, as they come), sarif, or html (a page for people).",
        HelpName = "text|json|ndjson|sarif|html",
        DefaultValueFactory = _ => "text",
    }.AcceptOnlyFromAmong("text", "json", "ndjson", "sarif", "html");

    public static Option<string> FailOn { get; } = new("--fail-on")
    {
        Description = $"What makes the exit code 1: {string.Join(", ", FleetJudgement.Words)}, separated by commas, or none.",
        HelpName = "LIST",
        DefaultValueFactory = _ => "error",
    };

    /// <summary>How results are written.</summary>
    /// <exception cref="SqlTlsException">Two formats are asked for.</exception>
    public static string FormatOf(ParseResult parsed) => OutputFormat.Of(parsed, Format);

    /// <summary>What makes the exit code 1.</summary>
    public static FleetConditions FailsOn(ParseResult parsed) => FleetJudgement.Parse(parsed.GetValue(FailOn)!);

    /// <summary>A list is given, and no single server beside it.</summary>
    /// <exception cref="SqlTlsException">Both are.</exception>
    public static bool IsGiven(ParseResult parsed, bool beside) => (parsed.GetValue(File), beside) switch
    {
        (null, _) => false,
        (_, false) => true,
        _ => throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "A list of servers and a server are named.", "Say one of them."),
    };

    /// <summary>Standard input holds the list or the password: whichever is read first would swallow the other.</summary>
    /// <exception cref="SqlTlsException">Both are to come from it.</exception>
    public static void RefuseTwoInputs(ParseResult parsed)
    {
        if (parsed.GetValue(File) == StandardInput && parsed.GetValue(ServerOptions.PasswordFromInput))
        {
            throw new SqlTlsException(
                Failure.Input,
                CliCodes.CommandLine,
                "The list and the password cannot both come from standard input.",
                "Name the list's file, or set SQLTLS_PASSWORD in place of --password-stdin.");
        }
    }

    public static IReadOnlyList<FleetServer> Servers(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetValue(File)!;
        if (path != StandardInput)
        {
            return FleetFile.Read(path);
        }

        string text = terminal.In.ReadToEnd();
        return FleetFile.Read(text, "standard input", FleetFile.FormatOf(text));
    }

    /// <summary>The list's path from the working folder, as reports name files; null where it comes from standard input.</summary>
    public static string? ListFile(ParseResult parsed) => parsed.GetValue(File) is { } path and not StandardInput
        ? Path.GetRelativePath(Environment.CurrentDirectory, path)
        : null;

    public static FleetOptions Options(ParseResult parsed, X509Certificate2? authority) => new()
    {
        Parallel = ServerOptions.InRange(parsed.GetValue(Parallel), Parallel.Name, 1, 1024),
        Timeout = ServerOptions.Timeout(parsed),
        Authority = authority,
        Names = ServerOptions.Names(parsed),
    };
}
