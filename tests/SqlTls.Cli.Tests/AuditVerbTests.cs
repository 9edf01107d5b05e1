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
    public async Task A_dry_run_shows_each_string_as_it_is_and_as_it_would_be()
    {
        string file = _folder.Write("a.json", "{\n  \"A\": \"Server=db;Initial Catalog=x;Password=hunter2;Encrypt=false;TrustServerCertificate=True\"\n}\n");

        Cli run = await Cli.RunAsync("audit", file, "--fix", "--dry-run");

        Assert.Equal(
            """
            @@ -2 +2 @@
            -Server=db;Initial Catalog=x;Password=***;Encrypt=false;TrustServerCertificate=True
            +Server=db;Initial Catalog=x;Password=***;Encrypt=true;TrustServerCertificate=False

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
        _folder.Write("b.json", """["jdbc:sqlserver://db;databaseName=x;encrypt=false;trustStorePassword=hunter2;keyStoreSecret=hunter2;password={hunter2;x}", "apiKey hunter2"]""");
        _folder.Write("b.sh", "sqlcmd -S db -P hunter2 \"Server=db;Initial Catalog=x;Encrypt=false\"\n");
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

    [Fact]
    public async Task A_file_that_cannot_be_changed_is_told_and_the_others_are_cured()
    {
        const string Bad = """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""";
        string locked = _folder.Write("a.json", Bad), other = _folder.Write("b.json", Bad);
        using FileStream holder = new(locked, FileMode.Open, FileAccess.Read, FileShare.Read);

        Cli run = await Cli.RunAsync("audit", _folder.Path, "--fix");

        Assert.Contains("Encrypt=true", await File.ReadAllTextAsync(other));
        Assert.Contains("SQLTLS1010", run.Output);
        Assert.Equal(1, run.ExitCode);
    }

    [Theory]
    [InlineData("--json", "--format", "sarif")]
    [InlineData("--baseline", "a.json", "--write-baseline", "b.json")]
    [InlineData("--fix", "--write-baseline", "b.json")]
    [InlineData("--dry-run", "--write-baseline", "b.json")]
    public async Task Words_that_contradict_each_other_are_exit_code_2(params string[] words)
    {
        _folder.Write("a.json", """{"schema": 1, "findings": []}""");

        Cli run = await Cli.RunAsync(["audit", _folder.Path, .. words.Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? _folder.File(word) : word)]);

        Assert.Equal(2, run.ExitCode);
        Assert.False(File.Exists(_folder.File("b.json")));
    }

    [Fact]
    public async Task A_baseline_that_is_written_with_json_leaves_one_document_on_standard_output()
    {
        string file = _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Cli run = await Cli.RunAsync("audit", file, "--json", "--write-baseline", _folder.File("baseline.json"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(run.Output).RootElement.GetProperty("schema").GetInt32());
    }

    [RequiresFact("linux")]
    public async Task A_files_name_does_not_steer_the_terminal()
    {
        string file = _folder.Write("a\n\u001b[2J.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Cli run = await Cli.RunAsync("audit", file);

        Assert.Contains("a??[2J.json(1,8): error", run.Output);
    }

    [Theory]
    [InlineData("\r::error::")]
    [InlineData("\u0085")]
    [InlineData("\u001b[2J")]
    [InlineData("\u202e")]
    [InlineData("\u2028")]
    public async Task A_value_does_not_steer_the_terminal(string steering)
    {
        _folder.Write("a.go", $"a := `Server=db;Initial Catalog=x;Encrypt=per{steering}haps`\nb := `Server=db{steering};Initial Catalog=x;Encrypt=false`\n");

        Cli run = await Cli.RunAsync("audit", _folder.Path, "--fix", "--dry-run");

        Assert.Contains(" error SQLTLS", run.Output);
        Assert.DoesNotContain(steering, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_shows_what_would_steer_the_terminal()
    {
        string file = _folder.Write("a.go", "a := `Server=d\rb\u202e;Initial Catalog=x;Encrypt=false`\n");

        Cli run = await Cli.RunAsync("audit", file, "--fix", "--dry-run");

        Assert.Contains("-Server=d?b?;Initial Catalog=x;Encrypt=false\n", run.Error);
    }

    [Fact]
    public async Task A_fix_is_made_over_a_baseline()
    {
        string file = _folder.Write("a.json", """["Server=old;Initial Catalog=x;Encrypt=false"]""");
        string baseline = _folder.File("baseline.json");
        await Cli.RunAsync("audit", file, "--write-baseline", baseline);
        _folder.Write("a.json", """["Server=old;Initial Catalog=x;Encrypt=false", "Server=new;Initial Catalog=x;Encrypt=false"]""");

        Cli run = await Cli.RunAsync("audit", file, "--baseline", baseline, "--fix");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("""["Server=old;Initial Catalog=x;Encrypt=false", "Server=new;Initial Catalog=x;Encrypt=true"]""", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task An_exception_that_has_ended_is_told_with_what_it_silenced()
    {
        _folder.Write(".sqltls.json", """{"ignore": [{"rule": "SQLTLS1001", "reason": "a lab", "until": "2020-01-31"}]}""");
        _folder.Write("a.json", """["Server=db;Initial Catalog=x;Encrypt=false"]""");

        Cli run = await Cli.RunAsync("audit", _folder.Path);

        Assert.Contains("SQLTLS1009", run.Output);
        Assert.Contains("SQLTLS1001", run.Output);
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
