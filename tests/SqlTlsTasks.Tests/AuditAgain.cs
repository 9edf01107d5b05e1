namespace SqlTlsTasks.Tests;

/// <summary>Builds after the first: nothing unchanged is read again, and nothing found is forgotten.</summary>
[Collection(SharedPackages.Name)]
public class AuditAgain(Packages packages)
{
    [Fact]
    public async Task Reports_the_same_findings_when_nothing_changed_and_forgets_those_that_were_cured()
    {
        Project project = packages.NewProject().With().WithSettings(Project.Unsafe);
        Build first = await project.BuildAsync();
        Build second = await project.BuildAsync("--no-restore", "-warnaserror");
        project.WithSettings(Project.Safe);
        Build third = await project.BuildAsync("--no-restore", "-warnaserror");

        Assert.Equal(["SQLTLS1002"], first.Codes);
        Assert.Equal(["SQLTLS1002"], second.Codes);
        Assert.False(second.Succeeded);
        Assert.Empty(third.Codes);
        Assert.True(third.Succeeded, third.Run.Everything);
    }

    [Fact]
    public async Task Knows_nothing_any_more_after_a_clean()
    {
        Project project = packages.NewProject().With();
        _ = await project.BuildAsync();
        string cache = project.PathOf("obj/App.csproj.sqltls.cache");
        bool before = File.Exists(cache);

        _ = await project.BuildAsync("--no-restore", "-t:Clean");

        Assert.True(before);
        Assert.False(File.Exists(cache));
    }

    [Fact]
    public async Task Audits_a_published_file_once_and_never_its_copies()
    {
        Project project = packages.NewProject()
            .With("<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>", sdk: "Microsoft.NET.Sdk.Web")
            .Write("Program.cs", "return;")
            .WithSettings(Project.Unsafe);

        Build publish = await project.RunAsync("publish", [], "-o", "out");
        Build after = await project.BuildAsync("--no-restore");

        Assert.True(File.Exists(project.PathOf("out/appsettings.json")), publish.Run.Everything);
        Assert.Equal(["SQLTLS1002"], publish.Codes);
        Assert.Equal([project.PathOf("appsettings.json")], after.Warnings.Select(warning => warning.File));
    }
}
