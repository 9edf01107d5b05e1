namespace SqlTls.Action.Tests;

/// <summary>A repository may commit links where the action's files go.</summary>
public sealed class OwnFolderTests : IDisposable
{
    private readonly TemporaryFolder _workspace = new();
    private readonly TemporaryFolder _elsewhere = new();

    public void Dispose()
    {
        _workspace.Dispose();
        _elsewhere.Dispose();
    }

    [RequiresTheory("linux")]
    [InlineData(".sqltls", "")]
    [InlineData(".sqltls", "missing")]
    [InlineData(".sqltls/mssql", "")]
    [InlineData(".sqltls/mssql/server.crt", "kept")]
    [InlineData(".sqltls/report.html", "kept")]
    [InlineData(".sqltls/.gitignore", "missing")]
    public async Task That_holds_a_link_is_refused_and_nothing_is_written_through_it(string link, string target)
    {
        _elsewhere.Write("kept", "theirs");
        Directory.CreateDirectory(Path.GetDirectoryName(_workspace.File(link))!);
        File.CreateSymbolicLink(_workspace.File(link), _elsewhere.File(target));
        using var log = new Log(("GITHUB_WORKSPACE", _workspace.Path), ("INPUT_AUDIT", "."));

        int exitCode = await new ActionRun(log.Step).RunAsync([], CancellationToken.None);

        Assert.Equal(3, exitCode);
        Assert.Contains($"::error title={ActionCodes.Link}::{link} in the workspace is a link", log.Text);
        Assert.Equal(["kept"], Directory.EnumerateFileSystemEntries(_elsewhere.Path).Select(Path.GetFileName));
        Assert.Equal("theirs", await File.ReadAllTextAsync(_elsewhere.File("kept")));
        Assert.DoesNotContain("report-file", log.Outputs.Keys);
    }

    [Fact]
    public async Task Without_links_is_written()
    {
        _workspace.Write(".sqltls/mssql/server.crt", "of an earlier run");
        using var log = new Log(("GITHUB_WORKSPACE", _workspace.Path), ("INPUT_AUDIT", "."));

        int exitCode = await new ActionRun(log.Step).RunAsync([], CancellationToken.None);

        Assert.Equal(0, exitCode);
        Assert.True(File.Exists(_workspace.File(".sqltls/report.html")));
    }

    [RequiresFact("namespaces")]
    public async Task Is_given_away_with_links_themselves_and_not_with_what_they_lead_to()
    {
        _elsewhere.Write("docker.sock", "theirs");
        _workspace.Write("folder/sub/file", "ours");
        File.CreateSymbolicLink(_workspace.File("folder/run"), _elsewhere.Path);
        Directory.CreateDirectory(_workspace.File("like"));
        await Tool.RunAsync("chown", ["1001:1001", _workspace.File("like")]);

        Ownership.Give(_workspace.File("folder"), _workspace.File("like"));

        Assert.Equal(["1001:1001"], await OwnersAsync(_workspace.File("folder")));
        Assert.Equal(["0:0"], await OwnersAsync(_elsewhere.Path));
    }

    private static async Task<IEnumerable<string>> OwnersAsync(string folder) =>
        (await Tool.RunAsync("find", [folder, "-printf", "%U:%G\\n"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct();
}
