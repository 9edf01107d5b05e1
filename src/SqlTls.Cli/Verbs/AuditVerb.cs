using System.CommandLine;
using SqlTls.Audit;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls audit</c>: connection strings in files.</summary>
internal static class AuditVerb
{
    // More than that is an old code base, in which new findings would be lost among those that are known.
    private const int Many = 20;

    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files and folders; by default the working folder.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> format = new Option<string>("--format")
        {
            Description = "text, json or sarif.",
            DefaultValueFactory = _ => "text",
        }.AcceptOnlyFromAmong("text", "json", "sarif");
        var fix = new Option<bool>("--fix") { Description = "Change TrustServerCertificate and Encrypt in place; with --dry-run, show the changes." };
        var baseline = new Option<FileInfo?>("--baseline") { Description = "A file of findings that are known; they are not told again.", HelpName = "FILE" };
        var writeBaseline = new Option<FileInfo?>("--write-baseline") { Description = "Write what is found now to a file for --baseline, and exit with 0.", HelpName = "FILE" };

        return Verb.Create(
            "audit",
            "Finds SQL Server connection strings in files, and says what their TLS settings really do.",
            "sqltls audit . --format sarif > audit.sarif",
            [paths, format, fix, baseline, writeBaseline, CommonOptions.Json, CommonOptions.DryRun],
            terminal,
            async (parsed, cancellationToken) =>
            {
                string folder = Directory.GetCurrentDirectory();
                string[] named = parsed.GetValue(paths) is { Length: > 0 } some ? some : ["."];
                string[] full = [.. named.Select(path => Path.GetFullPath(path, folder))];
                var options = new AuditOptions(full, folder)
                {
                    Settings = await AuditSettings.FindAsync(File.Exists(full[0]) ? Path.GetDirectoryName(full[0])! : full[0], cancellationToken),
                };
                if (parsed.GetValue(writeBaseline) is { } written)
                {
                    return await WriteBaselineAsync(terminal, options, written, cancellationToken);
                }

                options = parsed.GetValue(baseline) is { } known
                    ? options with { Baseline = await AuditBaseline.ReadAsync(known.FullName, cancellationToken) }
                    : options;
                AuditResult result = await ConnectionStringAudit.RunAsync(options, cancellationToken);
                if (parsed.GetValue(fix))
                {
                    bool dryRun = parsed.GetValue(CommonOptions.DryRun);
                    await FixAsync(terminal, folder, result, dryRun, cancellationToken);
                    result = dryRun ? result : await ConnectionStringAudit.RunAsync(options, cancellationToken);
                }

                Print(terminal.Out, result, parsed.GetValue(CommonOptions.Json) ? "json" : parsed.GetValue(format)!);
                if (result.Findings.Count > Many && options.Baseline.Findings.Count == 0)
                {
                    terminal.Error.WriteLine($"More than {Many} findings: 'sqltls audit {string.Join(' ', named)} --write-baseline .sqltls-baseline.json' takes them as known; '--baseline .sqltls-baseline.json' then tells new ones only.");
                }

                return result.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;
            });
    }

    private static async Task<int> WriteBaselineAsync(Terminal terminal, AuditOptions options, FileInfo file, CancellationToken cancellationToken)
    {
        AuditResult result = await ConnectionStringAudit.RunAsync(options, cancellationToken);
        var baseline = AuditBaseline.Of(result, options.BaseFolder, file.DirectoryName!);
        await File.WriteAllTextAsync(file.FullName, baseline.Write(), cancellationToken);
        terminal.Error.WriteLine($"{baseline.Findings.Sum(finding => finding.Count)} findings are known now: '--baseline {file}' leaves them out.");
        return 0;
    }

    private static async Task FixAsync(Terminal terminal, string folder, AuditResult result, bool dryRun, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, AuditFinding> file in result.Findings.Where(finding => finding.Edit is not null).GroupBy(finding => finding.File))
        {
            AuditEdit[] edits = [.. file.Select(finding => finding.Edit!)];
            string path = Path.GetFullPath(file.Key, folder);
            await terminal.Error.WriteAsync(await AuditDiff.OfAsync(path, file.Key, edits, cancellationToken));
            if (!dryRun)
            {
                await AuditFix.ApplyAsync(path, edits, cancellationToken);
            }
        }
    }

    private static void Print(TextWriter output, AuditResult result, string format)
    {
        if (format != "text")
        {
            output.WriteLine(format == "json" ? ReportJson.Write(AuditReport.Of(result)) : SarifLog.Write(result));
            return;
        }

        foreach (AuditFinding finding in result.Findings)
        {
            // MSBuild's canonical form knows errors and warnings; a note is a message there.
            string severity = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "message" };
            output.WriteLine($"{finding.File}({finding.Line},{finding.Column}): {severity} {finding.Rule}: {finding.Message} {finding.Cure}");
        }

        string known = result.InBaseline > 0 ? $", {result.InBaseline} more in the baseline" : "";
        output.WriteLine($"{result.Files} files, {result.ConnectionStrings} connection strings, {result.Findings.Count} findings{known}");
        foreach (string rule in result.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal))
        {
            output.WriteLine($"  {HelpLink.For(rule)}");
        }
    }
}
