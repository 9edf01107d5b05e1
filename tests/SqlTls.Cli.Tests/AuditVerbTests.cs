namespace SqlTls.Cli.Tests;

public sealed class AuditVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_error_is_printed_as_MSBuild_prints_it_and_gives_exit_code_1()
    {
        string file = _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Cli run = await Cli.RunAsync("audit", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.json(1,8): error SQLTLS1001: ", run.Output);
    }

    [Fact]
    public async Task A_fix_cures_what_it_can_and_a_dry_run_only_says_so()
    {
        string file = _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Cli dryRun = await Cli.RunAsync("audit", file, "--fix", "--dry-run");
        string untouched = await File.ReadAllTextAsync(file);
        Cli run = await Cli.RunAsync("audit", file, "--fix");

        Assert.Equal(1, dryRun.ExitCode);
        Assert.Contains("Encrypt=false", untouched);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Encrypt=true", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_dry_run_shows_each_line_as_it_is_and_as_it_would_be()
    {
        string file = _folder.Write("a.json", "{\n  \"A\": \"Server=db;Initial Catalog=x;Password=hunter2;Encrypt=false;TrustServerCertificate=True\"\n}\n");

        Cli run = await Cli.RunAsync("audit", file, "--fix", "--dry-run");

        Assert.Equal(
            """
            @@ -2 +2 @@
            -  "A": "Server=db;Initial Catalog=x;Password=***;Encrypt=false;TrustServerCertificate=True"
            +  "A": "Server=db;Initial Catalog=x;Password=***;Encrypt=true;TrustServerCertificate=False"

            """.ReplaceLineEndings("\n"),
            string.Join('\n', run.Error.Split('\n').Skip(2)));
    }

    [Fact]
    public async Task No_password_stands_in_any_output()
    {
        _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=perhaps;Pwd='hunter2;x';TrustServerCertificate=true", "B": "Driver={SQL Server;PWD=hunter2;Server=db;Encrypt=no"}""");
        _folder.Write("a.cs", "var b = new SqlConnectionStringBuilder { DataSource = \"db\", Password = \"hunter2\", Encrypt = false };\nvar s = \"Server=db;Initial Catalog=x;Password=\\\"hunter2\\\";Encrypt=no\";");
        _folder.Write("a.yml", "a: mssql://sa:hunter2@db/x?encrypt=false\nb:\n  DB_PASSWORD: hunter2\n  DB_TRUST_SERVER_CERTIFICATE: true\n");
        _folder.Write("odbc.ini", "[A]\nDriver = ODBC Driver 18 for SQL Server\nPWD = hunter2\nEncrypt = no\nServer = db\n");
        _folder.Write(".sqltls.json", """{"rules": [{"rule": "SQLTLS1005", "severity": "error"}]}""");
        string baseline = _folder.File("baseline.json");

        Cli[] runs =
        [
            await Cli.RunAsync("audit", _folder.Path),
            await Cli.RunAsync("audit", _folder.Path, "--json"),
            await Cli.RunAsync("audit", _folder.Path, "--format", "sarif"),
            await Cli.RunAsync("audit", _folder.Path, "--fix", "--dry-run"),
            await Cli.RunAsync("audit", _folder.Path, "--write-baseline", baseline),
        ];

        Assert.All(runs, run => Assert.DoesNotContain("hunter2", run.Output + run.Error));
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(baseline));
        Assert.Contains("SQLTLS1005", runs[0].Output);
        Assert.Contains("***", runs[3].Error);
    }

    [Fact]
    public async Task A_baseline_is_offered_for_many_findings_and_leaves_them_out()
    {
        string file = _folder.Write("a.json", string.Concat(Enumerable.Range(0, 21).Select(i => $"\"Server=db{i};Initial Catalog=x;Encrypt=false\"\n")));
        string baseline = _folder.File("baseline.json");

        Cli many = await Cli.RunAsync("audit", file);
        Cli written = await Cli.RunAsync("audit", file, "--write-baseline", baseline);
        Cli known = await Cli.RunAsync("audit", file, "--baseline", baseline);

        Assert.Contains("--write-baseline", many.Error);
        Assert.Equal([1, 0, 0], [many.ExitCode, written.ExitCode, known.ExitCode]);
        Assert.Contains("0 findings, 21 more in the baseline", known.Output);
        Assert.DoesNotContain("--write-baseline", known.Error);
    }

    [Fact]
    public async Task Settings_beside_the_files_count()
    {
        _folder.Write(".sqltls.json", """{"ignore": [{"rule": "SQLTLS1001", "reason": "a lab"}]}""");
        string file = _folder.Write("src/a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Assert.Equal(0, (await Cli.RunAsync("audit", file)).ExitCode);
    }

    [RequiresFact("sarif")]
    public async Task SARIF_is_valid()
    {
        _folder.Write("with blank/a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false;TrustServerCertificate=true;HostNameInCertificate=x"}""");
        _folder.Write("b.json", """["Server=db;Initial Catalog=x", "Server=db;Initial Catalog=x", "Server=db;Encrypt=strict;TrustServerCertificate=yes", "Server=db;Initial Catalog=x;Encrypt=1"]""");
        string log = _folder.Write("log.sarif", (await Cli.RunAsync("audit", _folder.Path, "--format", "sarif")).Output);

        Tool judge = await Tool.RunAsync(Repository.File("artifacts/npm/node_modules/.bin/sarif-multitool"), ["validate", log]);

        Assert.True(judge.ExitCode == 0 && !judge.Output.Contains(" error ", StringComparison.Ordinal), judge.Everything);
        Assert.Contains("SQLTLS1004", await File.ReadAllTextAsync(log));
    }

    [RequiresFact("schemas")]
    public async Task JSON_follows_its_schema()
    {
        string file = _folder.Write("a.json", """["Server=db;Initial Catalog=x", "Server=db;Encrypt=strict;TrustServerCertificate=yes", "Server=db;Initial Catalog=x;Encrypt=1"]""");
        string report = _folder.Write("report.json", (await Cli.RunAsync("audit", file, "--json")).Output);

        Tool judge = await Tool.RunAsync("node", [Repository.File("tests/npm/schema.cjs"), Repository.File("docs/schemas/audit.json"), report]);

        Assert.True(judge.ExitCode == 0, judge.Everything);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_exit_code_2() =>
        Assert.Equal(2, (await Cli.RunAsync("audit", _folder.File("none"))).ExitCode);
}
