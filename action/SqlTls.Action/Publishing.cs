using SqlTls.Action.Workflow;
using SqlTls.ConnectionStrings;
using SqlTls.Reports;
using SqlTls.Reports.Pages;

namespace SqlTls.Action;

/// <summary>What the run leaves for later steps and for people: outputs, summary, files.</summary>
internal static class Publishing
{
    /// <summary>The folder for files, in the workspace.</summary>
    public const string Folder = ".sqltls";

    private const string PageName = "report.html";
    private static readonly string[] TlsVersions = ["1.3", "1.2", "1.1", "1.0"];

    /// <summary>Every output, as action.yml and README name them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "connection-string", "connection-string-in-network", .. OtherDrivers.Select(driver => $"connection-string-{driver}"),
        "server", "certificate-file", "authority-file", "thumbprint", "tls-version", "changed", "sarif-file", "report-file",
    ];

    private static IEnumerable<string> OtherDrivers => ReadyString.Drivers.Where(driver => driver != "sqlclient");

    /// <summary>What is known of the server, whether it is proved or waits for a restart.</summary>
    /// <param name="step">The step.</param>
    /// <param name="report">What was done and proved, with the job's own address.</param>
    /// <param name="ready">What strings are made of; its files in the paths of the job.</param>
    public static void Facts(Step step, UpReport report, ReadyString ready)
    {
        step.Outputs.Set("server", report.Instance.Server);
        step.Outputs.Set("certificate-file", ready.CertificateFile ?? "");
        step.Outputs.Set("authority-file", ready.AuthorityFile ?? "");
        step.Outputs.Set("thumbprint", report.Certificate?.Thumbprint ?? "");
        step.Outputs.Set("tls-version", NewestVersion(report));
        step.Outputs.Set("changed", report.Changed ? "true" : "false");
    }

    /// <summary>Connection strings, with the password where there is one.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ready">What they are made of, for the job's other steps.</param>
    /// <param name="reach">How the server is reached.</param>
    public static void Strings(Step step, ReadyString ready, Reach reach)
    {
        SetString(step, "connection-string", ready, "sqlclient");
        if (reach.InNetwork is { } inside)
        {
            SetString(step, "connection-string-in-network", ready with { Host = inside.Host, Port = inside.Port!.Value }, "sqlclient");
        }

        foreach (string driver in OtherDrivers)
        {
            SetString(step, $"connection-string-{driver}", ready, driver);
        }
    }

    /// <summary>The page of the run: for the job's summary, and as a file.</summary>
    public static void Pages(Step step, RunReport run, Place? place)
    {
        step.Summary.Append(MarkdownPage.Write(run));
        if (place is not null)
        {
            step.Outputs.Set("report-file", place.ToJob(Write(place, PageName, HtmlPage.Write(run))));
            Ownership.Give(Path.Combine(place.Workspace, Folder), place.Workspace);
        }
    }

    /// <summary>Writes a file into the folder that version control is told to ignore, and gives its path.</summary>
    public static string Write(Place place, string name, string content)
    {
        string folder = Directory.CreateDirectory(Path.Combine(place.Workspace, Folder)).FullName;
        File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
        string file = Path.Combine(folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private static void SetString(Step step, string name, ReadyString ready, string driver)
    {
        string text = ready.For(driver);
        if (text != (ready with { Password = null }).For(driver))
        {
            // Quoting may have changed the password's own spelling, so the whole string is a secret too.
            step.Log.Mask(text);
        }

        step.Outputs.Set(name, text);
    }

    private static string NewestVersion(UpReport report)
    {
        IReadOnlyDictionary<string, string>? versions = report.Checks.FirstOrDefault(check => check.Id == "old-tls-refused")?.Evidence;
        return TlsVersions.FirstOrDefault(version => versions?.GetValueOrDefault($"tls{version}") == "accepted") ?? "";
    }
}
