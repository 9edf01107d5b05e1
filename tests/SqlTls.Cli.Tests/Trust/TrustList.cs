using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

public sealed class TrustList : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _work = new();

    public void Dispose()
    {
        _home.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task Shows_what_was_added_in_another_folder_until_it_is_taken_away()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        Tool add = await SqlTlsAsync("trust", "add", "--authority", endpoint.AuthorityFile, "--output", _work.File("elsewhere"));

        Tool listed = await SqlTlsAsync("trust", "list");
        Tool remove = await SqlTlsAsync("trust", "remove", "--authority", endpoint.AuthorityFile, "--output", _work.File("elsewhere"));
        Tool after = await SqlTlsAsync("trust", "list");

        Assert.True(add.ExitCode == 0 && remove.ExitCode == 0, add.Everything + remove.Everything);
        Assert.Contains(_work.File("elsewhere"), listed.Output, StringComparison.Ordinal);
        Assert.Equal("", after.Output);
    }

    [Fact]
    public async Task Leaves_nothing_unsaid_where_a_container_cannot_be_asked()
    {
        _ = _home.Write(".local/share/sqltls/trust/places", "container no-such-container\n");

        Tool listed = await SqlTlsAsync("trust", "list");

        Assert.True(listed.ExitCode == 0, listed.Everything);
        Assert.Contains("Not looked at: container no-such-container.", listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_home_that_can_be_written()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        _ = _home.Write(".local", "a file where a folder should be");

        Tool add = await SqlTlsAsync("trust", "add", "--authority", endpoint.AuthorityFile, "--output", _work.Path);
        Tool listed = await SqlTlsAsync("trust", "list", "--output", _work.Path);

        Assert.True(add.ExitCode == 0, add.Everything);
        Assert.Contains(_work.Path, listed.Output, StringComparison.Ordinal);
    }

    private Task<Tool> SqlTlsAsync(params string[] words) => Tool.RunAsync(
        "dotnet", [typeof(CommandLine).Assembly.Location, .. words], environment: [new("HOME", _home.Path), new("XDG_DATA_HOME", null)], workingFolder: _work.Path);
}
