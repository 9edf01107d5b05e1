using System.Collections.Concurrent;
using SqlTls.Audit.Projects;

namespace SqlTls.Audit;

/// <summary>Finds every SQL Server connection string in files, and says what its TLS settings really do.</summary>
public static class ConnectionStringAudit
{
    /// <summary>Audits files and trees on all cores.</summary>
    /// <param name="options">What to audit.</param>
    /// <param name="cancellationToken">Stops it, also within a file.</param>
    /// <returns>The findings; a file that cannot be read is one of them.</returns>
    /// <exception cref="SqlTlsException">SQLTLS1014: a path is not there; SQLTLS1012: settings cannot be understood.</exception>
    public static async Task<AuditResult> RunAsync(AuditOptions options, CancellationToken cancellationToken = default)
    {
        foreach (string path in options.Paths.Where(path => !Path.Exists(path)))
        {
            throw new SqlTlsException(Failure.Input, AuditCodes.NoSuchPath, $"There is no file or folder '{path}' to audit.", "Name one that exists.");
        }

        var results = new ConcurrentBag<AuditResult>();
        IEnumerable<string> files = options.Paths.SelectMany(path => File.Exists(path) ? [path] : AuditFiles.Under(
            path, (folder, why) => results.Add(new(0, 0, [Unreadable(Relative(folder, options), "The folder", why)]))));
        await Parallel.ForEachAsync(options.Paths.Count > 1 ? files.Distinct() : files, cancellationToken, (file, stop) =>
        {
            results.Add(AuditFile(file, options, stop));
            return ValueTask.CompletedTask;
        });
        return Sum([new(0, 0, SettingsFindings(options)), .. results]);
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
    /// <param name="cancellationToken">Stops it between two connection strings.</param>
    /// <returns>Its findings, settings and baseline applied. What is to be said of the settings themselves stands in <see cref="SettingsFindings"/>.</returns>
    public static AuditResult AuditFile(string file, AuditOptions options, CancellationToken cancellationToken = default)
    {
        string name = Relative(file, options);
        try
        {
            AuditSettings settings = options.SettingsNear(file);
            NearDrivers drivers = options.DriversNear(file);
            AuditResult read = new FileAudit(file, name, drivers, cancellationToken).Read();
            IReadOnlyList<AuditFinding> told = [.. read.Findings.Select(finding => settings.Apply(finding, file, options.Today)).OfType<AuditFinding>()];
            IReadOnlyList<AuditFinding> news = options.Baseline.Remove(file, told);
            return read with { Findings = news, InBaseline = told.Count - news.Count, HangsOnProjects = drivers.WereLookedFor };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(1, 0, [Unreadable(name, "The file", exception)]);
        }
        catch (Exception exception) when (exception is not (SqlTlsException or OperationCanceledException))
        {
            // Whatever goes wrong with one file is a finding about that file. Named by its type alone: its text may quote the file, or a secret.
            return new(1, 0, [new(
                AuditCodes.Unreadable,
                Severity.Warning,
                name,
                1,
                1,
                $"The file was not audited: it could not be judged ({exception.GetType().Name}).",
                "Look through it by hand, and report this with what the file holds.")]);
        }
    }

    /// <summary>Exceptions in the settings that have no reason, or have ended: <see cref="RunAsync"/> has them among its findings.</summary>
    /// <param name="options">The settings, the base folder and the day. Where they are those nearest to each file: the files that were audited with these options.</param>
    public static IReadOnlyList<AuditFinding> SettingsFindings(AuditOptions options) =>
        [.. options.SettingsRead.SelectMany(settings => settings.Judge(options.BaseFolder, options.Today))];

    /// <summary>Is a file of this name of a kind that the audit reads?</summary>
    /// <param name="file">Its name or path.</param>
    public static bool Knows(string file) => AuditReader.Knows(file);

    private static AuditFinding Unreadable(string name, string what, Exception why) => new(
        AuditCodes.Unreadable,
        Severity.Warning,
        name,
        1,
        1,
        $"{what} was not audited: {why switch
        {
            UnauthorizedAccessException => "this user may not read it",
            FileNotFoundException or DirectoryNotFoundException => "it has gone meanwhile",
            _ => "it is in use or damaged",
        }}.",
        "Look through it by hand, or keep it out of the audited paths.");

    private static string Relative(string path, AuditOptions options) => Path.GetRelativePath(options.BaseFolder, path).Replace('\\', '/');
}
