using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

/// <summary>Locks of runs that are in a container of their own, as those of the action are: their processes cannot be seen from here.</summary>
public class Locks
{
    [RequiresFact("docker")]
    public async Task Of_a_run_whose_container_has_ended_are_broken_at_once()
    {
        await using Server server = await Server.StartAsync();
        string run = (await Server.Docker("run", "-d", "sqltls/base:test", "true")).Output.Trim();
        try
        {
            await Server.Docker("wait", run);
            await HoldAsync(server, run);

            Assert.True((await server.UpAsync(Server.Forced)).Changed);
        }
        finally
        {
            await Server.Docker("rm", "-f", run);
        }
    }

    [RequiresFact("docker")]
    public async Task Of_a_run_whose_container_lives_are_respected_whatever_its_clock_says()
    {
        await using Server server = await Server.StartAsync();
        string run = (await Server.Docker("run", "-d", "sqltls/base:test", "sleep", "600")).Output.Trim();
        try
        {
            string volume = await HoldAsync(server, run);
            var said = new TaskCompletionSource<string>();
            Task<ProvisionResult> up = server.WithAsync(provisioner => provisioner.UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None), words => said.TrySetResult(words));

            Assert.Contains("waiting for the other run", await said.Task.WaitAsync(TimeSpan.FromMinutes(1)));
            Assert.False(up.IsCompleted);
            await Server.Docker("volume", "rm", volume);
            Assert.True((await up.WaitAsync(TimeSpan.FromMinutes(2))).Changed);
        }
        finally
        {
            await Server.Docker("rm", "-f", run);
        }
    }

    private static async Task<string> HoldAsync(Server server, string run)
    {
        string volume = $"sqltls-lock-{server.Id[..12]}";
        string[] labels = ["sqltls.token=another", "sqltls.holder=the other run", "sqltls.machine=another", "sqltls.since=2001-01-01T00:00:00Z", $"sqltls.container={run}"];
        Tool made = await Server.Docker(["volume", "create", .. labels.SelectMany(label => new[] { "--label", label }), volume]);
        Assert.True(made.ExitCode == 0, made.Everything);
        return volume;
    }
}
