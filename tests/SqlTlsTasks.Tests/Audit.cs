using Microsoft.Build.Framework;
using SqlTls.Audit;
using SqlTls.ConnectionStrings;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class Audit(Packages packages)
{
    [Fact]
    public async Task Reports_a_connection_string_at_its_file_line_and_column()
    {
        Project project = packages.NewProject().With().WithSettings(Project.Unsafe);

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        BuildWarningEventArgs warning = Assert.Single(build.Warnings);
        Assert.Equal("SQLTLS1002", warning.Code);
        Assert.Equal(project.PathOf("appsettings.json"), warning.File);
        Assert.Equal((3, 14), (warning.LineNumber, warning.ColumnNumber));
        Assert.Contains("appsettings.json(3,14): warning SQLTLS1002: ", build.Run.Output);
    }

    [Fact]
    public async Task Reads_source_and_the_project_itself_and_configuration_that_is_no_item()
    {
        Project project = packages.NewProject()
            .With("<PropertyGroup><EnableDefaultNoneItems>false</EnableDefaultNoneItems></PropertyGroup><ItemGroup><Known Include=\"a\" Text=\"" + Project.Unsafe + "\" /></ItemGroup>")
            .WithSettings(Project.Unsafe)
            .Write("Db.cs", $"static class Db {{ public const string Text = \"{Project.Unsafe}\"; }}");

        Build build = await project.BuildAsync();

        Assert.Equal(["App.csproj", "Db.cs", "appsettings.json"], build.Warnings.Select(warning => Path.GetFileName(warning.File)));
    }

    [Fact]
    public async Task Reads_the_files_of_SqlTlsAuditFile_whatever_their_kind()
    {
        Project project = packages.NewProject()
            .With("""<ItemGroup><SqlTlsAuditFile Include="../*.strings" /></ItemGroup>""")
            .Write("../more.strings", Project.Unsafe);

        Build build = await project.BuildAsync();

        Assert.Equal("more.strings", Path.GetFileName(Assert.Single(build.Warnings).File));
    }

    [Fact]
    public async Task Takes_the_version_of_SqlClient_that_the_project_asks_for()
    {
        // Unstated encryption is on from 4.0, and off before.
        Project project = packages.NewProject()
            .With("""<ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="7.1.0" /></ItemGroup>""")
            .WithSettings("Server=db.example.com;Database=shop;User ID=u");

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Empty(build.Codes);
        Assert.DoesNotContain(build.Messages, message => message.Contains("SQLTLS1003", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_off_with_SqlTlsAudit_false()
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", "-p:SqlTlsAudit=false");

        Assert.Empty(build.Codes);
        Assert.Equal(0, build.Started("AuditConnectionStrings"));
    }

    [Fact]
    public async Task Is_off_while_the_IDE_looks_at_the_project()
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", "-t:CoreCompile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");

        Assert.Equal(0, build.Started("AuditConnectionStrings"));
    }

    [Fact]
    public async Task Makes_errors_of_errors_when_it_is_strict_and_fails_the_build()
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", "-p:SqlTlsAuditStrict=true");

        Assert.False(build.Succeeded);
        Assert.Equal("SQLTLS1002", Assert.Single(build.Errors).Code);
        Assert.Empty(build.Warnings);
    }

    [Theory]
    [InlineData("-p:NoWarn=SQLTLS1002", 0, 0)]
    [InlineData("-p:MSBuildWarningsAsMessages=SQLTLS1002", 0, 0)]
    [InlineData("-p:MSBuildWarningsAsErrors=SQLTLS1002", 0, 1)]
    [InlineData("-warnaserror:SQLTLS1002", 0, 1)]
    [InlineData("-p:WarningsAsErrors=SQLTLS1002", 0, 1)]
    public async Task Obeys_what_MSBuild_knows_of_warnings(string switched, int warnings, int errors)
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", switched);

        Assert.Equal((warnings, errors), (build.Warnings.Count, build.Errors.Count));
        Assert.Equal(errors == 0, build.Succeeded);
    }

    [Fact]
    public async Task Obeys_the_settings()
    {
        Project project = packages.NewProject().With().WithSettings(Project.Unsafe)
            .Write(".sqltls.json", """{ "rules": [{ "rule": "SQLTLS1002", "files": "tests/**", "severity": "off" }] }""")
            .Write("tests/appsettings.json", Project.Settings(Project.Unsafe));

        Build build = await project.BuildAsync();

        Assert.Equal(project.PathOf("appsettings.json"), Assert.Single(build.Warnings).File);
    }

    [Fact]
    public async Task Does_not_tell_what_a_baseline_knows()
    {
        Project project = await packages.RestoredAsync();
        var options = new AuditOptions([project.PathOf("appsettings.json")], project.Folder, ClientDriver.Unknown);
        var baseline = AuditBaseline.Of(await ConnectionStringAudit.RunAsync(options), project.Folder, project.Folder);
        project.Write("known.json", baseline.Write());

        Build build = await project.BuildAsync("--no-restore", "-p:SqlTlsAuditBaseline=known.json");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Empty(build.Codes);
    }

    [Fact]
    public async Task Writes_SARIF_where_it_is_told_to()
    {
        Project project = await packages.RestoredAsync();

        _ = await project.BuildAsync("--no-restore", "-p:SqlTlsAuditSarif=out/audit.sarif");

        string sarif = await File.ReadAllTextAsync(project.PathOf("out/audit.sarif"));
        Assert.Contains("\"ruleId\": \"SQLTLS1002\"", sarif);
        Assert.Contains("\"uri\": \"appsettings.json\"", sarif);
    }
}
