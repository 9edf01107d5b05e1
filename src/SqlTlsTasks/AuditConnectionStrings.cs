using System.Text;
using Microsoft.Build.Framework;
using SqlTls.Audit;
using SqlTlsTasks.Auditing;
using SqlTlsTasks.Diagnostics;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks;

/// <summary>Reports unsafe SQL Server connection strings of a project's files, at their line and column.</summary>
[MSBuildMultiThreadableTask]
public sealed class AuditConnectionStrings : SqlTlsTask
{
    /// <summary>The project's files. Those of a kind that holds no connection strings, and those that are not there, are passed over.</summary>
    public string[] Files { get; set; } = [];

    /// <summary>More files, read whatever their kind; one that is not there is an error (SQLTLS1014).</summary>
    public ITaskItem[] MoreFiles { get; set; } = [];

    /// <summary>Folders whose files are not the project's own: output, intermediate files, packages; separated by semicolons. One that the project lies in does not count.</summary>
    public string ExcludedFolders { get; set; } = "";

    /// <summary>File name of what the project builds. A folder that holds it is an output folder, and passed over.</summary>
    public string OutputFile { get; set; } = "";

    /// <summary>What was restored for the project (<c>project.assets.json</c>): it says which SqlClient reads the strings. Empty lets the project file say it.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>Report findings of severity error as errors; by default they are warnings.</summary>
    public bool Strict { get; set; }

    /// <summary>Where findings are kept for files that do not change; empty reads every file each time.</summary>
    public string CacheFile { get; set; } = "";

    /// <summary>Findings that are known and not told again, as <c>sqltls audit --write-baseline</c> writes them; empty without.</summary>
    public string BaselineFile { get; set; } = "";

    /// <summary>Where to write the findings as SARIF 2.1.0; empty without.</summary>
    public string SarifFile { get; set; } = "";

    /// <summary>How many connection strings of SQL Server were seen.</summary>
    [Output]
    public int ConnectionStrings { get; private set; }

    /// <summary>How many findings there are, notes counted.</summary>
    [Output]
    public int Findings { get; private set; }

    /// <inheritdoc/>
    protected override async AsyncTask RunAsync(CancellationToken cancellationToken)
    {
        var selection = new ProjectFiles(ProjectDirectory, ExcludedFolders.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FullPath), OutputFile);
        List<FileInfo> files = selection.Of(Files, MoreFiles.Select(Named));
        var inputs = new AuditInputs(ProjectDirectory, AuditSettings.FilesOf(files.Select(file => file.DirectoryName!)), Given(BaselineFile), Given(AssetsFile));
        AuditResult result = await new CachedAudit(inputs, Given(CacheFile), WorkAtEnd.Of(BuildEngine)).RunAsync(files, cancellationToken);
        (ConnectionStrings, Findings) = (result.ConnectionStrings, result.Findings.Count);
        foreach (AuditFinding finding in result.Findings)
        {
            Severity severity = finding.Severity == Severity.Error && !Strict ? Severity.Warning : finding.Severity;
            Log.Report(severity, finding.Rule, new ProjectPlace(FullPath(finding.File), finding.Line, finding.Column), $"{finding.Message} {finding.Cure}");
        }

        if (Given(SarifFile) is { } sarif)
        {
            Write(sarif, SarifLog.Write(result));
        }
    }

    private string? Given(string path) => path.Length == 0 ? null : FullPath(path);

    private string Named(ITaskItem item) => ProjectPlace.At(item, "SqlTlsAuditFile", () => FullPath(item.ItemSpec) is var file && File.Exists(file)
        ? file
        : throw new SqlTlsException(Failure.Input, AuditCodes.NoSuchPath, $"There is no file '{item.ItemSpec}' to audit.", "Name one that exists in SqlTlsAuditFile."));

    private static void Write(string file, string sarif)
    {
        try
        {
            WholeFile.Write(file, Encoding.UTF8.GetBytes(sarif));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SqlTlsException(
                Failure.Surroundings, TaskCodes.SarifNotWritten, $"The findings cannot be written to {file}: {exception.Message}", "Give SqlTlsAuditSarif another file.", exception);
        }
    }
}
