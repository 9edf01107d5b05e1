namespace SqlTls.Action.Tests.Files;

/// <summary>.ci/tag between two real repositories: what a release pushes.</summary>
public sealed class TaggingTests : IDisposable
{
    private const string Image = "ghcr.io/owner/repo@sha256:0123";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("git", "bash")]
    public async Task A_release_names_its_image_and_its_repository()
    {
        await StartAsync();

        await TagAsync("1.2.3");

        Assert.Equal(["v1", "v1.2", "v1.2.3"], await TagsAsync());
        Assert.EndsWith($"  image: docker://{Image}\n", await ShowAsync("v1:action.yml"));
        Assert.Contains("<RepositoryUrl>https://github.com/owner/repo</RepositoryUrl>", await ShowAsync("v1.2.3:Directory.Build.props"));
    }

    [RequiresFact("git", "bash")]
    public async Task An_older_release_leaves_the_newer_one_where_it_is()
    {
        await StartAsync();
        await TagAsync("1.10.0");

        await TagAsync("1.9.1");

        Assert.Equal(await ShowAsync("v1.10.0", "%H"), await ShowAsync("v1", "%H"));
        Assert.Equal(await ShowAsync("v1.9.1", "%H"), await ShowAsync("v1.9", "%H"));
    }

    [RequiresFact("git", "bash")]
    public async Task A_preview_moves_no_tag()
    {
        await StartAsync();

        await TagAsync("2.0.0-beta.1");

        Assert.Equal(["v2.0.0-beta.1"], await TagsAsync());
    }

    [RequiresFact("git", "bash")]
    public async Task A_run_that_is_repeated_keeps_the_first_ones_commit()
    {
        await StartAsync();
        await TagAsync("1.2.3");
        string first = await ShowAsync("v1.2.3", "%H");
        await GitAsync("repository", "reset", "-q", "--hard", "origin/main");

        await TagAsync("1.2.3");

        Assert.Equal(first, await ShowAsync("v1.2.3", "%H"));
    }

    private async Task StartAsync()
    {
        await GitAsync(".", "init", "-q", "--bare", "-b", "main", "origin");
        await GitAsync(".", "clone", "-q", "origin", "repository");
        foreach (string file in new[] { "action.yml", "Directory.Build.props" })
        {
            File.Copy(Repository.File(file), _folder.File($"repository/{file}"));
        }

        await GitAsync("repository", "add", ".");
        await GitAsync("repository", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all");
        await GitAsync("repository", "push", "-q", "origin", "HEAD:main");
    }

    // Each release from main, as a checkout of its own tag is.
    private async Task TagAsync(string version)
    {
        await GitAsync("repository", "checkout", "-q", "--detach", "origin/main");
        Tool run = await Tool.RunAsync("bash", [Repository.File(".ci/tag"), version, Image, "https://github.com/owner/repo"], workingFolder: _folder.File("repository"));
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    private async Task<string[]> TagsAsync() => (await GitAsync("origin", "tag")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<string> ShowAsync(string what, string? format = null) => GitAsync("origin", format is null ? ["show", what] : ["log", "-1", $"--format={format}", what]);

    private async Task<string> GitAsync(string folder, params string[] words)
    {
        Tool run = await Tool.RunAsync("git", words, workingFolder: _folder.File(folder));
        Assert.True(run.ExitCode == 0, run.Everything);
        return run.Output;
    }
}
