using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SqlTls.ConnectionStrings.Readers;

namespace SqlTls.ConnectionStrings;

/// <summary>Finds every SQL Server connection string in files, and says what its TLS settings really do.</summary>
public static partial class ConnectionStringAudit
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long LargestFile = 16 * 1024 * 1024;

    /// <summary>Audits files and trees on all cores.</summary>
    /// <param name="options">What to audit.</param>
    /// <param name="cancellationToken">Stops it between two files.</param>
    /// <returns>The findings; a file that cannot be read is one of them.</returns>
    /// <exception cref="SqlTlsException">SQLTLS1014: a path is not there.</exception>
    public static async Task<AuditResult> RunAsync(AuditOptions options, CancellationToken cancellationToken = default)
    {
        foreach (string path in options.Paths.Where(path => !Path.Exists(path)))
        {
            throw new SqlTlsException(Failure.Input, AuditCodes.NoSuchPath, $"There is no file or folder '{path}' to audit.", "Name one that exists.");
        }

        var results = new ConcurrentBag<AuditResult> { new(0, 0, SettingsFindings(options)) };
        var projects = new ProjectDrivers();
        IEnumerable<string> files = options.Paths.SelectMany(path => File.Exists(path) ? [path] : AuditFiles.Under(path)).Distinct();
        await Parallel.ForEachAsync(files, cancellationToken, async (file, token) => results.Add(await ReadAsync(file, options, projects, token)));
        return Sum(results);
    }

    /// <summary>Several results as one: those of files that were audited one by one.</summary>
    /// <param name="results">The results; their findings are put in order.</param>
    public static AuditResult Sum(IReadOnlyCollection<AuditResult> results) => new(
        results.Sum(result => result.Files),
        results.Sum(result => result.ConnectionStrings),
        [.. results
            .SelectMany(result => result.Findings)
            .OrderBy(finding => finding.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Line)
            .ThenBy(finding => finding.Column)
            .ThenBy(finding => finding.Rule, StringComparer.Ordinal)])
    {
        InBaseline = results.Sum(result => result.InBaseline),
    };

    /// <summary>Audits one file: what a cache of findings is filled from.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="options">The base folder, driver, settings and baseline; the paths are not looked at.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Its findings, settings and baseline applied. What is to be said of the settings themselves stands in <see cref="SettingsFindings"/>.</returns>
    public static Task<AuditResult> AuditFileAsync(string file, AuditOptions options, CancellationToken cancellationToken = default) =>
        ReadAsync(file, options, new ProjectDrivers(), cancellationToken);

    /// <summary>Exceptions in the settings that have no reason, or have ended: <see cref="RunAsync"/> has them among its findings.</summary>
    /// <param name="options">The settings, the base folder and the day.</param>
    public static IReadOnlyList<AuditFinding> SettingsFindings(AuditOptions options) => [.. options.Settings.Judge(options)];

    private static async Task<AuditResult> ReadAsync(string file, AuditOptions options, ProjectDrivers projects, CancellationToken cancellationToken)
    {
        AuditResult read = await FindAsync(file, options, projects, cancellationToken);
        IReadOnlyList<AuditFinding> told = [.. read.Findings.Select(finding => options.Settings.Apply(finding, file, options.Today)).OfType<AuditFinding>()];
        IReadOnlyList<AuditFinding> news = options.Baseline.Remove(file, told);
        return read with { Findings = news, InBaseline = told.Count - news.Count };
    }

    private static async Task<AuditResult> FindAsync(string file, AuditOptions options, ProjectDrivers projects, CancellationToken cancellationToken)
    {
        string relative = Path.GetRelativePath(options.BaseFolder, file).Replace('\\', '/');
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                return new(1, 0, [Unreadable(relative, "it is larger than 16 MB")]);
            }

            byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            return FileText.Decode(bytes) is { } text
                ? Audit(file, relative, text.Text, options.Driver ?? projects.For(Path.GetDirectoryName(file)!))
                : new(1, 0, []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(1, 0, [Unreadable(relative, exception is UnauthorizedAccessException ? "this user may not read it" : "it is in use or damaged")]);
        }
    }

    private static AuditFinding Unreadable(string file, string why) =>
        new(AuditCodes.Unreadable, Severity.Warning, file, 1, 1, $"The file was not audited: {why}.", "Look through it by hand, or keep it out of the audited paths.");

    private static AuditResult Audit(string path, string file, string text, ClientDriver project)
    {
        var findings = new List<AuditFinding>();
        int strings = 0;
        Lazy<int[]> lines = new(() => Lines(text));
        foreach (Literal literal in AuditReader.Read(path, text))
        {
            foreach (ConnectionString found in Finder.Find(literal.Text))
            {
                strings++;
                (int line, int column) = Place(lines.Value, literal.Offsets[found.Start]);
                var exceptions = Exceptions(text, lines.Value, line);
                foreach (Verdict verdict in Rules.Judge(found, DriverChoice.For(found, literal.Provider, Path.GetExtension(path), project)))
                {
                    if (exceptions.TryGetValue(verdict.Rule, out bool reason))
                    {
                        if (!reason)
                        {
                            findings.Add(new(AuditCodes.ExceptionWithoutReason, Severity.Warning, file, line, column, $"The exception from {verdict.Rule} has no reason.", $"Write 'sqltls-ignore {verdict.Rule}: reason'."));
                        }

                        continue;
                    }

                    findings.Add(new(verdict.Rule, verdict.Severity, file, line, column, verdict.Message, verdict.Cure, Edit(verdict, literal, text, lines.Value))
                    {
                        Fingerprint = found.Fingerprint(verdict.Rule),
                    });
                }
            }
        }

        return new(1, strings, findings);
    }

    // A change is made unseen only where the value stands in the file as it is, unescaped and in one piece.
    private static AuditEdit? Edit(Verdict verdict, Literal literal, string text, int[] lines)
    {
        if (verdict.Changes is not { ValueLength: > 0 } pair || verdict.NewValue is null)
        {
            return null;
        }

        int offset = literal.Offsets[pair.ValueStart];
        string old = text.Substring(offset, Math.Min(pair.ValueLength, text.Length - offset));
        (int line, int column) = Place(lines, offset);
        return old == pair.Value ? new(offset, line, column, old, verdict.NewValue) : null;
    }

    private static Dictionary<string, bool> Exceptions(string text, int[] lines, int line)
    {
        var exceptions = new Dictionary<string, bool>();
        int start = lines[Math.Max(0, line - 2)];
        int end = line < lines.Length ? lines[line] : text.Length;
        foreach (Match match in Ignore().Matches(text[start..end]))
        {
            exceptions[match.Groups[1].Value] = match.Groups[2].Value.Trim(' ', '\r', '*', '/', '-', '>').Length > 0;
        }

        return exceptions;
    }

    private static int[] Lines(string text)
    {
        var lines = new List<int> { 0 };
        for (int at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            lines.Add(at + 1);
        }

        return [.. lines];
    }

    private static (int Line, int Column) Place(int[] lines, int offset)
    {
        int line = Array.BinarySearch(lines, offset);
        line = line < 0 ? ~line - 1 : line;
        return (line + 1, offset - lines[line] + 1);
    }

    [GeneratedRegex(@"sqltls-ignore\s+(SQLTLS1[0-9]{3})[ \t]*:?([^\n]*)")]
    private static partial Regex Ignore();
}
