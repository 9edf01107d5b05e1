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

    [RequiresFact("docker")]
    public async Task Is_rid_of_a_container_that_is_gone_when_it_is_told_to_remove()
    {
        string places = _home.Write(".local/share/sqltls/trust/places", "container no-such-container\nstep /elsewhere\n");

        Tool listed = await SqlTlsAsync("trust", "list");
        Tool dry = await SqlTlsAsync("trust", "remove", "--container", "no-such-container", "--all", "--dry-run");
        string untouched = await File.ReadAllTextAsync(places);
        Tool remove = await SqlTlsAsync("trust", "remove", "--container", "no-such-container", "--all");
        Tool again = await SqlTlsAsync("trust", "remove", "--container", "no-such-container", "--all");

        Assert.Contains("'sqltls trust remove --container no-such-container' forgets it.", listed.Error, StringComparison.Ordinal);
        Assert.Contains("Would forget", dry.Output, StringComparison.Ordinal);
        Assert.StartsWith("container", untouched, StringComparison.Ordinal);
        Assert.True(remove.ExitCode == 0, remove.Everything);
        Assert.Equal("step /elsewhere\n", await File.ReadAllTextAsync(places));
        Assert.Equal(3, again.ExitCode);
    }

    [RequiresFact("namespaces")]
    public async Task Is_whole_where_the_home_is_read_only()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        Tool user = await SqlTlsAsync("trust", "add", "--scope", "user", "--authority", endpoint.AuthorityFile);
        Tool step = await SqlTlsAsync("trust", "add", "--authority", endpoint.AuthorityFile);

        Tool listed = await Tool.RunAsync(
            "unshare",
            ["--mount", "sh", "-c", "mount --bind \"$HOME\" \"$HOME\" && mount -o remount,bind,ro \"$HOME\" && exec dotnet \"$@\"", "sh", typeof(CommandLine).Assembly.Location, "trust", "list"],
            environment: [new("HOME", _home.Path), new("XDG_DATA_HOME", null), new("DOTNET_CLI_HOME", _work.Path)],
            workingFolder: _work.Path);

        Assert.True(user.ExitCode == 0 && step.ExitCode == 0, user.Everything + step.Everything);
        Assert.True(listed.ExitCode == 0, listed.Everything);
        Assert.Equal(["step", "user"], listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")[1].Trim()));
        Assert.Equal("", listed.Error);
    }

    [RequiresFact("docker")]
    public async Task Names_a_store_that_cannot_be_read_and_goes_on()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using Machine machine = await Machine.StartAsync();
        await machine.CopyAsync(endpoint.AuthorityFile, "authority.crt");
        Tool user = await machine.SqlTlsAsync(["trust", "add", "--scope", "user", "--authority", "/tmp/authority.crt"]);
        Tool whole = await machine.SqlTlsAsync(["trust", "add", "--scope", "machine", "--authority", "/tmp/authority.crt"]);
        // A home of somebody else, whose marks can be seen and whose store cannot.
        _ = await machine.ShellAsync("mv /root /somebody; chmod -R a+rX /somebody; chmod 700 /somebody/.dotnet/corefx/cryptography/x509stores/root; mkdir /root");

        Tool listed = await Tool.RunAsync(
            "docker", ["exec", "--user", "65534:65534", "--env", "HOME=/somebody", "--workdir", "/", machine.Name, "/dotnet/dotnet", "/sqltls/SqlTls.Cli.dll", "trust", "list"]);

        Assert.True(user.ExitCode == 0 && whole.ExitCode == 0, user.Everything + whole.Everything);
        Assert.True(listed.ExitCode == 0, listed.Everything);
        Assert.Contains("Not looked at: the user scope. This user's store /somebody/", listed.Error, StringComparison.Ordinal);
        Assert.Contains("machine", Assert.Single(listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
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
