using SqlTls;
using SqlTls.Audit;
using SqlTlsTasks.Auditing;

namespace SqlTlsTasks.Tests;

/// <summary>The audit's task without a build.</summary>
public sealed class AuditTask : IDisposable
{
    private const string Unstated = "Server=db.example.com;Database=shop;User ID=u";

    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Asks_for_a_full_path_of_the_project()
    {
        var task = new AuditConnectionStrings { BuildEngine = _engine, ProjectDirectory = "src/App" };

        Assert.False(task.Execute());

        Assert.Equal(TaskCodes.BadValue, Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void Reads_a_file_again_when_the_driver_near_it_was_raised()
    {
        Old(_folder.Write("web/db.ts", $"const text = \"{Unstated}\";"));
        Old(_folder.Write("web/package.json", """{ "dependencies": { "tedious": "^5.0.0" } }"""));
        int before = Audited("web/db.ts").Findings;
        Old(_folder.Write("web/package.json", """{ "dependencies": { "tedious": "^18.0.0" } }"""));

        int after = Audited("web/db.ts").Findings;

        Assert.Equal((1, 0), (before, after));
    }

    [Fact]
    public void Takes_for_each_file_the_settings_nearest_to_it_and_sees_when_they_change()
    {
        const string Off = """{ "rules": [{ "rule": "SQLTLS1002", "severity": "off" }] }""";
        Old(_folder.Write(".git/HEAD", ""));
        Old(_folder.Write("appsettings.json", Project.Settings(Project.Unsafe)));
        Old(_folder.Write("lab/appsettings.json", Project.Settings(Project.Unsafe)));
        string[] files = ["appsettings.json", "lab/appsettings.json"];
        int before = Audited(files).Findings;
        Old(_folder.Write("lab/.sqltls.json", Off));
        int nested = Audited(files).Findings;
        Old(_folder.Write(".sqltls.json", Off));
        Old(_folder.Write("lab/.sqltls.json", "{}"));
        int swapped = Audited(files).Findings;
        File.Delete(_folder.File("lab/.sqltls.json"));
        int above = Audited(files).Findings;

        Assert.Equal((2, 1, 1, 0), (before, nested, swapped, above));
    }

    [Fact]
    public void Says_of_all_settings_again_what_is_to_be_said_when_one_file_changed()
    {
        Old(_folder.Write("appsettings.json", Project.Settings(Project.Safe)));
        Old(_folder.Write("lab/appsettings.json", Project.Settings(Project.Unsafe)));
        Old(_folder.Write("lab/.sqltls.json", """{ "ignore": [{ "rule": "SQLTLS1002" }] }"""));
        string[] files = ["appsettings.json", "lab/appsettings.json"];
        int first = Audited(files).Findings;
        Old(_folder.Write("appsettings.json", Project.Settings(Project.Safe) + " "));
        int second = Audited(files).Findings;
        int third = Audited(files).Findings;

        Assert.Equal((1, 1, 1), (first, second, third));
    }

    [Theory]
    [InlineData("App.dll")]
    [InlineData("App")]
    [InlineData("App.exe")]
    public void Passes_over_copies_beside_what_was_published(string program)
    {
        _folder.Write($"out/{program}", "");
        _folder.Write("out/appsettings.json", Project.Settings(Project.Unsafe));

        Assert.Equal(0, Audited("out/appsettings.json").Findings);
    }

    [Fact]
    public void Leaves_no_half_of_a_SARIF_file_that_cannot_be_written()
    {
        _folder.Write("audit.sarif/taken", "");
        var task = new AuditConnectionStrings { BuildEngine = _engine, ProjectDirectory = _folder.Path, SarifFile = "audit.sarif" };

        Assert.False(task.Execute());

        Assert.Equal(TaskCodes.SarifNotWritten, Assert.Single(_engine.Errors).Code);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Does_not_keep_what_it_found_in_a_file_that_could_not_be_read()
    {
        var unreadable = new AuditFinding(AuditCodes.Unreadable, Severity.Warning, "a.json", 1, 1, "It was not audited.", "Look.");
        var stamp = new FileStamp(1, 1);

        Assert.True(new CachedFile("a.json", stamp, new(1, 0, [])).Lasts(DateTime.UtcNow));
        Assert.False(new CachedFile("a.json", stamp, new(1, 0, [unreadable])).Lasts(DateTime.UtcNow));
    }

    [Fact]
    public void Does_not_keep_what_it_found_in_a_file_that_was_written_just_now()
    {
        DateTime now = DateTime.UtcNow;

        Assert.False(new FileStamp(1, now.AddSeconds(-1).Ticks).Lasts(now));
        Assert.True(new FileStamp(1, now.AddSeconds(-3).Ticks).Lasts(now));
    }

    [Theory]
    [InlineData("\"net10.0\": { \"App/1.0.0\": {} }", "SQLTLS1003", "note")]
    [InlineData("\"net10.0\": { \"MySqlConnector/2.4.0\": {} }", "", "")]
    [InlineData("\"net48\": { \"MySqlConnector/2.4.0\": {} }", "", "")]
    [InlineData("\"net10.0\": { \"MySqlConnector/2.4.0\": {}, \"Microsoft.Data.SqlClient/3.1.1\": {} }", "SQLTLS1003", "warning")]
    [InlineData("\"net10.0\": { \"Microsoft.Data.SqlClient/3.1.1\": {} }", "SQLTLS1003", "warning")]
    [InlineData("\"net10.0\": { \"Microsoft.EntityFrameworkCore.SqlServer/10.0.0\": {}, \"Microsoft.Data.SqlClient/6.1.1\": {} }", "", "")]
    [InlineData("\"net8.0\": { \"Microsoft.Data.SqlClient/6.1.1\": {} }, \"net10.0\": { \"Microsoft.Data.SqlClient/3.0.0\": {} }", "SQLTLS1003", "warning")]
    [InlineData("\".NETFramework,Version=v4.8\": {}", "SQLTLS1003", "warning")]
    [InlineData("\"net48\": {}", "SQLTLS1003", "warning")]
    [InlineData("\"net48\": { \"Microsoft.Data.SqlClient/6.1.1\": {} }", "", "")]
    [InlineData("\"net48\": {}, \"net10.0\": { \"Microsoft.Data.SqlClient/6.1.1\": {} }", "SQLTLS1003", "note")]
    public void Takes_the_SqlClient_that_was_restored(string targets, string code, string severity)
    {
        _folder.Write("appsettings.json", Project.Settings(Unstated));
        _folder.Write("obj/project.assets.json", $$"""{ "version": 4, "targets": { {{targets}} }, "libraries": {} }""");

        AuditConnectionStrings task = Audited("appsettings.json");

        Assert.Equal(code.Length == 0 ? 0 : 1, task.Findings);
        Assert.Equal(severity == "warning" ? [code] : [], _engine.Warnings.Select(warning => warning.Code));
    }

    private AuditConnectionStrings Audited(params string[] files)
    {
        var task = new AuditConnectionStrings
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder.Path,
            Files = files,
            OutputFile = "App.dll",
            AssetsFile = File.Exists(_folder.File("obj/project.assets.json")) ? "obj/project.assets.json" : "",
            CacheFile = "obj/App.csproj.sqltls.cache",
        };
        Assert.True(task.Execute());
        return task;
    }

    // A file that was written just now is read again in any case.
    private static void Old(string file) => File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
}
