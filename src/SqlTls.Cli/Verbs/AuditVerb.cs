using System.CommandLine;
using SqlTls.Audit;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls audit</c>: connection strings in files.</summary>
internal static class AuditVerb
{
    // More than that is an old code base, in which new findings would be lost among those that are known.
    private const int Many = 20;

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files and folders; by default the working folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Format = new Option<string>(OutputFormat.OptionName) { Description = "text (the default), json or sarif." }.AcceptOnlyFromAmong("text", "json", "sarif");

    private static readonly Option<bool> Fix = new("--fix") { Description = "Change TrustServerCertificate and Encrypt in place; with --dry-run, show the changes." };

    private static readonly Option<FileInfo?> Baseline = new("--baseline") { Description = "A file of findings that are known; they are not told again.", HelpName = "FILE" };

    private static readonly Option<FileInfo?> WriteBaseline = new("--write-baseline") { Description = "Write what is found now to a file for --baseline, and exit with 0.", HelpName = "FILE" };

    public static Command Create(Terminal terminal) => Verb.Create(
        "audit",
        "Finds SQL Server connection strings in files, and says what their TLS settings really do.",
        "sqltls audit . --format sarif > audit.sarif",
        [Paths, Format, Fix, Baseline, WriteBaseline, CommonOptions.Json, CommonOptions.DryRun],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string format = OutputFormat.Of(parsed, Format);
        RefuseBesideNewBaseline(parsed);
        string folder = Directory.GetCurrentDirectory();
        string[] named = parsed.GetValue(Paths) is { Length: > 0 } some ? some : ["."];
        AuditBaseline known = parsed.GetValue(Baseline) is { } file ? await AuditBaseline.ReadAsync(file.FullName, cancellationToken) : AuditBaseline.None;
        AuditOptions Options() => new([.. named.Select(path => Path.GetFullPath(path, folder))], folder) { Baseline = known };

        AuditResult result = await ConnectionStringAudit.RunAsync(Options(), cancellationToken);
        if (parsed.GetValue(WriteBaseline) is { } written)
        {
            return await WriteAsync(terminal, result, folder, written, format, cancellationToken);
        }

        if (parsed.GetValue(Fix))
        {
            bool dryRun = parsed.GetValue(CommonOptions.DryRun);
            IReadOnlyList<AuditFinding> unchanged = await FixAsync(terminal, folder, result, dryRun, cancellationToken);
            result = dryRun ? result : ConnectionStringAudit.Sum([new(0, 0, unchanged), await ConnectionStringAudit.RunAsync(Options(), cancellationToken)]);
        }

        AuditOutput.Print(terminal.Out, result, format);
        if (result.Findings.Count > Many && known.Findings.Count == 0)
        {
            terminal.Note($"More than {Many} findings: 'sqltls audit {string.Join(' ', named)} --write-baseline .sqltls-baseline.json' takes them as known; '--baseline .sqltls-baseline.json' then tells new ones only.");
        }

        return result.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;
    }

    private static void RefuseBesideNewBaseline(ParseResult parsed)
    {
        if (parsed.GetValue(WriteBaseline) is null)
        {
            return;
        }

        if (parsed.GetValue(Baseline) is not null)
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "--baseline and --write-baseline cannot go together: the new baseline would hold nothing of the old one.", "Leave --baseline out: everything that is found now is then known.");
        }

        if (parsed.GetValue(Fix) || parsed.GetValue(CommonOptions.DryRun))
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "--write-baseline writes what is found as it is: --fix and --dry-run cannot go with it.", "Cure with --fix first, then write the baseline.");
        }
    }

    private static async Task<int> WriteAsync(Terminal terminal, AuditResult result, string folder, FileInfo file, string format, CancellationToken cancellationToken)
    {
        var baseline = AuditBaseline.Of(result, folder, file.DirectoryName!);
        await File.WriteAllTextAsync(file.FullName, baseline.Write(), cancellationToken);
        terminal.Note($"{baseline.Findings.Sum(finding => finding.Count)} findings are known now: '--baseline {file}' leaves them out.");
        if (format != "text")
        {
            AuditOutput.Print(terminal.Out, result, format);
        }

        return 0;
    }

    // A file that cannot be changed is told, and the others are cured all the same.
    private static async Task<IReadOnlyList<AuditFinding>> FixAsync(Terminal terminal, string folder, AuditResult result, bool dryRun, CancellationToken cancellationToken)
    {
        var unchanged = new List<AuditFinding>();
        foreach (IGrouping<string, AuditFinding> file in result.Findings.Where(finding => finding.Edit is not null).GroupBy(finding => finding.File))
        {
            AuditEdit[] edits = [.. file.Select(finding => finding.Edit!)];
            string path = Path.GetFullPath(file.Key, folder);
            try
            {
                await terminal.Error.WriteAsync(await AuditDiff.OfAsync(path, file.Key, edits, cancellationToken));
                if (!dryRun)
                {
                    await AuditFix.ApplyAsync(path, edits, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unchanged.Add(new(AuditCodes.Unreadable, Severity.Warning, file.Key, 1, 1, $"The file was not changed: {exception.Message}", "Change it by hand, or let this user write it."));
            }
        }

        return unchanged;
    }
}
