using System.IO.Compression;
using Microsoft.Build.Framework;

namespace SqlTlsTasks.Tests;

[Collection(SharedPackages.Name)]
public class ProjectKinds(Packages packages)
{
    private const string Frameworks = "net10.0;net10.0-windows";
    private const string Windows = "<PropertyGroup><EnableWindowsTargeting>true</EnableWindowsTargeting><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads></PropertyGroup>";

    [Fact]
    public async Task With_several_frameworks_is_audited_once()
    {
        Project project = packages.NewProject().With(Windows, Frameworks).WithSettings(Project.Unsafe);

        Build build = await project.BuildAsync();
        Build silenced = await project.BuildAsync("--no-restore", "-p:NoWarn=SQLTLS1002");
        Build graph = await project.BuildAsync("--no-restore", "-graph");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(["SQLTLS1002"], build.Codes);
        Assert.Equal(1, build.Started("AuditConnectionStrings"));
        Assert.Empty(silenced.Codes);
        Assert.Equal(["SQLTLS1002"], graph.Codes);
    }

    [Theory]
    [InlineData("""<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""", "")]
    [InlineData("<Project />", "<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>")]
    public async Task With_several_frameworks_and_one_of_them_chosen_in_a_file_is_audited_once(string above, string within)
    {
        Project project = packages.NewProject().With(within + Windows, Frameworks).Write("Directory.Build.props", above).WithSettings(Project.Unsafe);

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(["SQLTLS1002"], build.Codes);
        Assert.Equal(1, build.Started("AuditConnectionStrings"));
    }

    [Fact]
    public async Task With_several_frameworks_is_audited_when_one_of_them_is_built()
    {
        Project project = packages.NewProject()
            .With($"""{Windows}<ItemGroup><PackageReference Include="Microsoft.Data.SqlClient" Version="7.1.0" /></ItemGroup>""", Frameworks)
            .WithSettings(Project.Unsafe)
            .Write("appsettings.Unstated.json", Project.Settings("Server=db.example.com;Database=shop;User ID=u"));

        Build build = await project.BuildAsync("-f", "net10.0-windows");

        Assert.Equal(["SQLTLS1002"], build.Codes);
        Assert.DoesNotContain(build.Messages, message => message.Contains("SQLTLS1003", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_several_frameworks_is_audited_with_the_files_of_each_of_them()
    {
        Project project = packages.NewProject()
            .With($"""{Windows}<ItemGroup Condition="'$(TargetFramework)' == 'net10.0-windows'"><Compile Include="../Only.cs" /></ItemGroup>""", Frameworks)
            .Write("../Only.cs", $"static class Only {{ public const string Text = \"{Project.Unsafe}\"; }}");

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal("Only.cs", Path.GetFileName(Assert.Single(build.Warnings).File));
    }

    [Fact]
    public async Task That_treats_warnings_of_the_compiler_as_errors_is_told_and_goes_on()
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", "-p:TreatWarningsAsErrors=true");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal("SQLTLS1002", Assert.Single(build.Warnings).Code);
    }

    [Fact]
    public async Task In_Visual_Basic_is_audited()
    {
        Project project = packages.NewProject()
            .Write("App.vbproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="SqlTlsTasks" Version="*" /></ItemGroup></Project>""")
            .Write("Db.vb", $"Public Module Db\n    Public Const Text As String = \"{Project.Unsafe}\"\nEnd Module\n");

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal("Db.vb", Path.GetFileName(Assert.Single(build.Warnings).File));
    }

    [Fact]
    public async Task In_FSharp_is_audited()
    {
        Project project = packages.NewProject()
            .Write("App.fsproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><Compile Include="Db.fs" /><PackageReference Include="SqlTlsTasks" Version="*" /></ItemGroup></Project>""")
            .Write("Db.fs", $"module Db\n\n// \"{Project.Unsafe}\"\nlet text = \"{Project.Unsafe}\"\n");

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        BuildWarningEventArgs warning = Assert.Single(build.Warnings);
        Assert.Equal(("Db.fs", 4), (Path.GetFileName(warning.File), warning.LineNumber));
    }

    [Fact]
    public async Task Built_in_isolation_is_audited()
    {
        Project library = packages.NewProject("Library").With().WithSettings(Project.Unsafe);
        Project app = packages.NewProject().With($"""<ItemGroup><ProjectReference Include="{library.File}" /></ItemGroup>""").WithSettings(Project.Unsafe);

        _ = await app.RunAsync("restore", []);
        Build build = await app.BuildAsync("--no-restore", "-graph", "-isolate");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(["SQLTLS1002", "SQLTLS1002"], build.Codes);
    }

    [Fact]
    public async Task That_is_packed_names_the_package_to_nobody()
    {
        Project library = packages.NewProject("Library").With(reference: """<PackageReference Include="SqlTlsTasks" Version="*" PrivateAssets="all" />""");

        Build pack = await library.RunAsync("pack", [], "-o", library.PathOf("out"));

        Assert.True(pack.Succeeded, pack.Run.Everything);
        await using ZipArchive package = await ZipFile.OpenReadAsync(library.PathOf("out/Library.1.0.0.nupkg"));
        using var nuspec = new StreamReader(await package.GetEntry("Library.nuspec")!.OpenAsync());
        Assert.DoesNotContain("SqlTlsTasks", await nuspec.ReadToEndAsync());
    }

    [Fact]
    public async Task That_the_IDE_asks_whether_it_is_up_to_date_names_what_decides_findings()
    {
        Project project = await packages.RestoredAsync();
        project.Write("known.json", "{}").Write("../.sqltls.json", "{}").Write("Properties/launchSettings.json", "{}");

        Tool asked = await Dotnet.RunAsync(project.Folder, "msbuild", "-getItem:UpToDateCheckInput", "-p:SqlTlsAuditBaseline=known.json");
        File.Delete(project.PathOf("../.sqltls.json"));
        Directory.Delete(project.PathOf("Properties"), recursive: true);

        Assert.All(["known.json", ".sqltls.json", "launchSettings.json", "appsettings.json"], name => Assert.Contains(name, asked.Output));
    }

    [Fact]
    public async Task That_the_IDE_asks_whether_it_is_up_to_date_names_nothing_that_would_never_let_it_be()
    {
        Project project = await packages.RestoredAsync();
        project.Write("App.sarif", "{}").Write("Items.targets", """<Project><ItemGroup><None Include="made/later.json" /></ItemGroup></Project>""");

        Tool asked = await Dotnet.RunAsync(
            project.Folder, "msbuild", "-getItem:UpToDateCheckInput", "-p:SqlTlsAuditBaseline=none.json", "-p:SqlTlsAuditSarif=App.sarif", "-p:CustomBeforeMicrosoftCommonTargets=Items.targets");

        Assert.Contains("appsettings.json", asked.Output);
        Assert.All(["none.json", "launchSettings.json", "later.json", "App.sarif"], name => Assert.DoesNotContain(name, asked.Output));
    }

    [Fact]
    public async Task With_central_package_versions_and_a_path_of_blanks_and_other_letters()
    {
        Project inner = packages.NewProject("Größe 数据");
        inner.With(reference: """<PackageReference Include="SqlTlsTasks" />""")
            .Write("Directory.Packages.props", """
                <Project>
                  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
                  <ItemGroup><PackageVersion Include="SqlTlsTasks" Version="0.1.0" /></ItemGroup>
                </Project>
                """)
            .Write("Einst ellungen/appsettings.ä.json", Project.Settings(Project.Unsafe));

        Build build = await inner.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal("appsettings.ä.json", Path.GetFileName(Assert.Single(build.Warnings).File));
    }

    [Fact]
    public async Task Without_a_compiler_is_audited()
    {
        Project project = packages.NewProject().With(sdk: "Microsoft.Build.NoTargets/3.7.0").WithSettings(Project.Unsafe);

        Build build = await project.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(["SQLTLS1002"], build.Codes);
    }

    [Theory]
    [InlineData("-mt")]
    [InlineData("-m:2")]
    [InlineData("-graph")]
    public async Task Is_audited_once_however_MSBuild_divides_the_work(string switched)
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", switched);

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(["SQLTLS1002"], build.Codes);
        Assert.DoesNotContain(build.Messages, message => message.Contains("AuditConnectionStrings", StringComparison.Ordinal) && message.Contains("task host", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("-p:BundledNETCoreAppTargetFrameworkVersion=9.0")]
    [InlineData("-p:UsingMicrosoftNETSdk=false")]
    public async Task That_the_tasks_do_not_run_in_is_told_the_way_that_is_left(string switched)
    {
        Project project = await packages.RestoredAsync();

        Build build = await project.BuildAsync("--no-restore", "-t:SqlTlsAudit", switched);

        Assert.Contains("sqltls audit", Assert.Single(build.Warnings, warning => warning.Code == "SQLTLS5001").Message);
        Assert.Equal(0, build.Started("AuditConnectionStrings"));
    }

    [Fact]
    public async Task That_is_not_SDK_style_is_told_the_way_that_is_left()
    {
        _ = await packages.RestoredAsync();
        string targets = Path.Combine(packages.Restored, "sqltlstasks", "0.1.0", "build", "SqlTlsTasks.targets");
        Project project = packages.NewProject().Write("App.csproj", $"""
            <Project>
              <Import Project="{targets}" />
              <Target Name="Build" DependsOnTargets="CoreCompile" />
              <Target Name="CoreCompile" />
            </Project>
            """);

        Build build = await project.RunAsync("msbuild", []);

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal("SQLTLS5001", Assert.Single(build.Warnings).Code);
    }

    [Fact]
    public async Task That_refer_to_the_project_get_nothing_of_the_package()
    {
        Project library = packages.NewProject("Library").With();
        Project app = packages.NewProject().With(reference: $"""<ProjectReference Include="{library.File}" />""").WithSettings(Project.Unsafe);

        Build build = await app.BuildAsync();

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Empty(build.Codes);
    }

    [Fact]
    public async Task In_a_solution_are_audited_once_each()
    {
        Project first = packages.NewProject();
        const int Count = 50;
        first.Write("Directory.Build.props", "<Project><ItemGroup><PackageReference Include=\"SqlTlsTasks\" Version=\"*\" /></ItemGroup></Project>");
        for (int number = 1; number <= Count; number++)
        {
            string reference = number > 1 ? $"""<ItemGroup><ProjectReference Include="../P{number - 1}/P{number - 1}.csproj" /></ItemGroup>""" : "";
            first.Write($"P{number}/P{number}.csproj", $"<Project Sdk=\"Microsoft.Build.NoTargets/3.7.0\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{reference}</Project>")
                .Write($"P{number}/appsettings.json", Project.Settings(Project.Unsafe));
        }

        first.Write("All.slnx", $"<Solution>{string.Concat(Enumerable.Range(1, Count).Select(number => $"<Project Path=\"P{number}/P{number}.csproj\" />"))}</Solution>");

        Build build = await first.BuildAsync("All.slnx", "-m");

        Assert.True(build.Succeeded, build.Run.Everything);
        Assert.Equal(Count, build.Warnings.Count);
        Assert.Equal(Count, build.Warnings.Select(warning => warning.File).Distinct().Count());
    }
}
