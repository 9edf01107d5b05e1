using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

public class KilledRun
{
    private const int Killed = 137;
    private const string Own = "[memory]\nmemorylimitmb = 2048\n";

    [RequiresTheory("docker")]
    [InlineData("locked", "up")]
    [InlineData("prepared", "up")]
    [InlineData("journaled", "up")]
    [InlineData("applied", "up")]
    [InlineData("restarted", "up")]
    [InlineData("proved", "up")]
    [InlineData("done", "up")]
    [InlineData("restored", "fail")]
    [InlineData("applied", "up", "0:0")]
    public async Task Leaves_a_server_that_starts_and_that_the_next_run_finishes(string boundary, string kind, string? user = null)
    {
        await using Server server = await Server.StartAsync(Own, user: user);

        await KillAsync(server, boundary, kind);
        Assert.True(await server.ComesUpAgainAsync());
        ProvisionResult up = await server.UpAsync(Server.Forced);

        Assert.True((await Server.VerifyAsync(up.State)).Passed);
        Assert.False((await server.UpAsync(Server.Forced)).Changed);
        await server.DownAsync();
        Assert.Equal(Own.Trim(), await server.RunAsync($"cat {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
    }

    [RequiresTheory("docker")]
    [InlineData("call 1")]
    [InlineData("call 2")]
    [InlineData("call 3")]
    [InlineData("call 4")]
    [InlineData("call 5")]
    public async Task Between_two_calls_of_a_strict_up_leaves_a_server_that_starts_and_that_the_next_run_finishes(string call)
    {
        await using Server server = await Server.StartAsync(Own);

        await KillAsync(server, call, "strict");
        Assert.True(await server.ComesUpAgainAsync());
        await server.UpAsync(Server.Forced with { ForceStrict = true });
        await server.DownAsync();

        Assert.Equal(Own.Trim(), await server.RunAsync($"cat {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls; find /var/opt/mssql/security /usr/local/share/ca-certificates /etc/ssl/certs -name '*sqltls*'"));
    }

    [RequiresFact("docker")]
    public async Task That_is_killed_again_while_it_recovers_is_finished_by_the_third()
    {
        await using Server server = await Server.StartAsync(Own);

        await KillAsync(server, "applied", "up");
        await KillAsync(server, "recovered", "up");
        Assert.True(await server.ComesUpAgainAsync());
        await server.UpAsync(Server.Forced);
        await server.DownAsync();

        Assert.Equal(Own.Trim(), await server.RunAsync($"cat {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
    }

    [RequiresTheory("docker")]
    [InlineData("locked")]
    [InlineData("restored")]
    [InlineData("restarted")]
    public async Task Of_down_is_finished_by_the_next_down(string boundary)
    {
        await using Server server = await Server.StartAsync(Own);
        await server.UpAsync(Server.Forced);

        await KillAsync(server, boundary, "down");
        Assert.True(await server.ComesUpAgainAsync());
        await server.DownAsync();

        Assert.Equal(Own.Trim(), await server.RunAsync($"cat {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
    }

    [RequiresTheory("docker")]
    [InlineData("prepared")]
    [InlineData("journaled")]
    [InlineData("applied")]
    [InlineData("restarted")]
    [InlineData("proved")]
    [InlineData("done")]
    public async Task Of_a_new_container_is_finished_by_the_next_one(string boundary)
    {
        string name = $"sqltls-test-{Guid.NewGuid():N}";
        try
        {
            await KillAsync(name, boundary, "image");
            using var folder = new TemporaryFolder();
            Tool up = await Programs.SqltlsAsync(["up", "--image", "sqltls/standin:test", "--name", name, "--accept-eula", "--output", folder.Path, "--publish", "0", "--force-encryption"]);

            Assert.True(up.ExitCode == 0, up.Everything);
        }
        finally
        {
            await Server.Docker("rm", "-f", name);
        }
    }

    [RequiresFact("docker")]
    public async Task Of_a_new_container_is_seen_by_down_and_its_dry_run()
    {
        string name = $"sqltls-test-{Guid.NewGuid():N}";
        try
        {
            await KillAsync(name, "prepared", "image");
            string[] down = ["down", "--image", "sqltls/standin:test", "--name", name];

            Assert.Contains($"remove {name}", (await Programs.SqltlsAsync([.. down, "--dry-run"])).Output);
            Assert.Contains("as it was", (await Programs.SqltlsAsync(down)).Output);
            Assert.NotEqual(0, (await Server.Docker("inspect", name)).ExitCode);
            Assert.Contains("nothing", (await Programs.SqltlsAsync([.. down, "--dry-run"])).Output, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            await Server.Docker("rm", "-f", name);
        }
    }

    private static Task KillAsync(Server server, string boundary, string kind) => KillAsync(server.Id, boundary, kind);

    private static async Task KillAsync(string container, string boundary, string kind)
    {
        Tool run = await Programs.KilledAsync(container, boundary, kind);
        Assert.True(run.ExitCode == Killed, run.Everything);
    }
}
