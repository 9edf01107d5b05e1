using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

public sealed class UserScope : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Lets_SqlClient_connect_for_as_long_as_it_lasts()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        string ours = $"export HOME='{_home.Path}'; unset XDG_DATA_HOME\n";

        (bool before, Tool first) = await Client.ConnectAsync("sqlclient", endpoint, ours);
        Tool add = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);
        Tool again = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);
        (bool trusted, Tool second) = await Client.ConnectAsync("sqlclient", endpoint, ours);
        Tool list = await SqlTlsAsync("trust", "list", "--scope", "user");
        Tool remove = await SqlTlsAsync("trust", "remove", "--scope", "user", "--authority", endpoint.AuthorityFile);
        (bool after, Tool third) = await Client.ConnectAsync("sqlclient", endpoint, ours);

        Assert.False(before, first.Everything);
        Assert.True(add.ExitCode == 0 && again.ExitCode == 0, add.Everything + again.Everything);
        Assert.True(trusted, second.Everything);
        Assert.Single(list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains(endpoint.Certificate.Authority!.Thumbprint, StringComparison.OrdinalIgnoreCase));
        Assert.True(remove.ExitCode == 0, remove.Everything);
        Assert.False(after, third.Everything);
        Assert.Empty(Directory.EnumerateFiles(_home.Path, "*.pfx", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Leaves_alone_what_others_put_there()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        _ = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);
        // Without its mark it might be anybody's.
        Directory.Delete(_home.File(".local"), recursive: true);

        Tool add = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);
        Tool remove = await SqlTlsAsync("trust", "remove", "--scope", "user", "--authority", endpoint.AuthorityFile);

        Assert.Contains("not by this tool", add.Output);
        Assert.Contains("Nothing was changed", remove.Output);
        _ = Assert.Single(Directory.EnumerateFiles(_home.Path, "*.pfx", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("--all")]
    [InlineData("--thumbprint")]
    public async Task Is_cleaned_up_after_a_run_that_was_ended_before_it_came_to_the_store(string which)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        string mark = OrphanOf(endpoint);

        Tool list = await SqlTlsAsync("trust", "list", "--scope", "user");
        Tool remove = await SqlTlsAsync(["trust", "remove", "--scope", "user", which, .. which == "--all" ? Array.Empty<string>() : [endpoint.Certificate.Authority!.Thumbprint]]);

        Assert.Equal("", list.Output);
        Assert.True(remove.ExitCode == 0, remove.Everything);
        Assert.Contains("Nothing was changed", remove.Output);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task That_a_run_was_ended_in_is_used_as_ever_and_given_back()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        string mark = OrphanOf(endpoint);

        Tool add = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);
        Tool list = await SqlTlsAsync("trust", "list", "--scope", "user");
        Tool remove = await SqlTlsAsync("trust", "remove", "--scope", "user", "--all");

        Assert.Contains("is trusted", add.Output);
        Assert.NotEqual("", list.Output);
        Assert.True(remove.ExitCode == 0, remove.Everything);
        Assert.False(File.Exists(mark));
        Assert.Empty(Directory.EnumerateFiles(_home.Path, "*.pfx", SearchOption.AllDirectories));
    }

    // The mark is written first, and goes last.
    private string OrphanOf(TdsEndpoint endpoint) => _home.Write(
        $".local/share/sqltls/trust/{endpoint.Certificate.Authority!.Thumbprint.ToLowerInvariant()}.crt", endpoint.Certificate.Authority.ExportCertificatePem());

    [Fact]
    public async Task That_cannot_be_written_is_said()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        _ = _home.Write(".local", "a file where a folder should be");

        Tool add = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);

        Assert.Equal(3, add.ExitCode);
        Assert.Contains("SQLTLS5106", add.Error);
        Assert.Contains("--scope step", add.Error);
    }

    private Task<Tool> SqlTlsAsync(params string[] words) => Tool.RunAsync(
        "dotnet", [typeof(CommandLine).Assembly.Location, .. words], environment: [new("HOME", _home.Path), new("XDG_DATA_HOME", null)]);
}
