using System.CommandLine;
using SqlTls.ConnectionStrings;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls audit</c>: connection strings in files.</summary>
internal static class AuditVerb
{
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

        return Verb.Create(
            "audit",
            "Finds SQL Server connection strings in files, and says what their TLS settings really do.",
            "sqltls audit . --format sarif > audit.sarif",
            [paths, format, fix, CommonOptions.Json, CommonOptions.DryRun],
            terminal,
            async (parsed, cancellationToken) =>
            {
                string folder = Directory.GetCurrentDirectory();
                string[] named = parsed.GetValue(paths) is { Length: > 0 } some ? some : ["."];
                var options = new AuditOptions([.. named.Select(path => Path.GetFullPath(path, folder))], folder);
                AuditResult result = await ConnectionStringAudit.RunAsync(options, cancellationToken);
                if (parsed.GetValue(fix))
                {
                    bool dryRun = parsed.GetValue(CommonOptions.DryRun);
                    await FixAsync(terminal, folder, result, dryRun, cancellationToken);
                    result = dryRun ? result : await ConnectionStringAudit.RunAsync(options, cancellationToken);
                }

                Print(terminal.Out, result, parsed.GetValue(CommonOptions.Json) ? "json" : parsed.GetValue(format)!);
                return result.Findings.Any(finding => finding.Severity == Severity.Error) ? 1 : 0;
            });
    }

    // A whole line may hold a password; the word and its place do not.
    private static async Task FixAsync(Terminal terminal, string folder, AuditResult result, bool dryRun, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, AuditFinding> file in result.Findings.Where(finding => finding.Edit is not null).GroupBy(finding => finding.File))
        {
            AuditEdit[] edits = [.. file.Select(finding => finding.Edit!)];
            foreach (AuditEdit edit in edits)
            {
                await terminal.Error.WriteLineAsync($"{file.Key}({edit.Line},{edit.Column}): -{edit.Old} +{edit.New}");
            }

            if (!dryRun)
            {
                await AuditFix.ApplyAsync(Path.GetFullPath(file.Key, folder), edits, cancellationToken);
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

        output.WriteLine($"{result.Files} files, {result.ConnectionStrings} connection strings, {result.Findings.Count} findings");
        foreach (string rule in result.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal))
        {
            output.WriteLine($"  {HelpLink.For(rule)}");
        }
    }
}
