namespace SqlTlsTasks.Tests;

/// <summary>The real packages, packed once for all tests, in a folder feed.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Project? _restored;

    /// <summary>The feed.</summary>
    public string Feed => _folder.File("feed");

    /// <summary>Where projects find what they restored; one for all, so that the package is unpacked once.</summary>
    public string Restored => _folder.File("packages");

    /// <summary>The package's file.</summary>
    public string File(string id) => Directory.EnumerateFiles(Feed, $"{id}.*.nupkg").Single();

    public async Task InitializeAsync()
    {
        await PackAsync("src/SqlTlsTasks", Feed);
        _folder.Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Feed}" />
                <add key="fetched" value="{Repository.GlobalPackages}" />
              </packageSources>
            </configuration>
            """);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A restored project with one unsafe connection string, for tests that change nothing but the command.</summary>
    internal async Task<Project> RestoredAsync()
    {
        if (_restored is null)
        {
            _restored = NewProject().With().WithSettings(Project.Unsafe);
            Tool restore = await Dotnet.RunAsync(_restored.Folder, [new("NUGET_PACKAGES", Restored)], "restore");
            Assert.True(restore.ExitCode == 0, restore.Everything);
        }

        return _restored;
    }

    /// <summary>A project of its own, that restores from the feed.</summary>
    internal Project NewProject(string name = "App") => NewProject(name, _folder.File($"projects/{Guid.NewGuid():N}/own"));

    /// <summary>A project in a folder below another's.</summary>
    internal Project NewProject(string name, string folder) => new(folder, name, Restored);

    /// <summary>Packs a project that is built already.</summary>
    internal static async Task PackAsync(string project, string feed)
    {
        Tool pack = await Dotnet.RunAsync(Repository.Folder, "pack", project, "--no-build", "-c", Repository.Configuration, "-o", feed);
        Assert.True(pack.ExitCode == 0, pack.Everything);
    }
}
