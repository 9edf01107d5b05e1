using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

public class Disks
{
    private const string Everything = "cd /var/opt/mssql && sha256sum mssql.conf && find . -path ./log -prune -o -printf '%p %U:%G %m\\n' | sort";

    [RequiresFact("docker")]
    public async Task That_are_full_are_named_and_nothing_is_changed()
    {
        string volume = await SmallVolumeAsync();
        string id = await RunAsync("-v", $"{volume}:/var/opt/mssql");
        try
        {
            await ExecAsync(id, "until grep -q 'Recovery is complete' /var/opt/mssql/log/errorlog; do sleep 0.1; done; dd if=/dev/zero of=/var/opt/mssql/full 2>/dev/null");
            string before = await ExecAsync(id, "ls -A /var/opt/mssql; cat /var/opt/mssql/mssql.conf");

            SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(id));

            Assert.Equal(InstanceCodes.DiskFull, refused.Code);
            Assert.Equal(Failure.Surroundings, refused.Failure);
            Assert.Equal(before, (await ExecAsync(id, "ls -A /var/opt/mssql; cat /var/opt/mssql/mssql.conf")).Replace("tls\n", "", StringComparison.Ordinal));
            Assert.Equal("true 0", (await Server.Docker("inspect", "-f", "{{.State.Running}} {{.RestartCount}}", id)).Output.Trim());
        }
        finally
        {
            await Server.Docker("rm", "-f", id);
            await Server.Docker("volume", "rm", volume);
        }
    }

    [RequiresFact("docker")]
    public async Task That_fill_up_once_the_journal_is_written_are_named_and_everything_is_put_back()
    {
        string volume = await SmallVolumeAsync();
        string id = await RunAsync("-v", $"{volume}:/var/opt/mssql");
        try
        {
            await ExecAsync(id, "until grep -q 'Recovery is complete' /var/opt/mssql/log/errorlog; do sleep 0.1; done");
            await ExecAsync(id, "mkdir /var/opt/mssql/tls; printf '# mine\n' >/var/opt/mssql/mssql.conf");
            string before = await ExecAsync(id, Everything);
            await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
            var provisioner = new Provisioner(instance)
            {
                StepBoundary = async boundary => _ = boundary == "journaled" ? await ExecAsync(id, "dd if=/dev/zero of=/var/opt/mssql/full 2>/dev/null") : null,
            };

            SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => provisioner.UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None));

            Assert.Equal((Failure.Surroundings, InstanceCodes.DiskFull), (refused.Failure, refused.Code));
            await ExecAsync(id, "rm /var/opt/mssql/full");
            Assert.Equal(before, await ExecAsync(id, Everything));
            Assert.Equal("true 0", (await Server.Docker("inspect", "-f", "{{.State.Running}} {{.RestartCount}}", id)).Output.Trim());
        }
        finally
        {
            await Server.Docker("rm", "-f", id);
            await Server.Docker("volume", "rm", volume);
        }
    }

    [RequiresTheory("docker")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_are_read_only_but_for_the_data_folder_do(bool strict)
    {
        string id = await RunAsync("--read-only", "-v", "/var/opt/mssql", "--tmpfs", "/tmp", "-p", "127.0.0.1::1433");
        try
        {
            ProvisionResult up = await UpAsync(id, Server.Forced with { ForceStrict = strict ? true : null });

            Assert.True((await Server.VerifyAsync(up.State)).Passed);
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id);
        }
    }

    [RequiresFact("docker")]
    public async Task In_memory_are_refused_because_a_restart_empties_them()
    {
        string id = await RunAsync("--tmpfs", "/var/opt/mssql:uid=10001");
        try
        {
            SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(id));

            Assert.Equal(InstanceCodes.InMemory, refused.Code);
        }
        finally
        {
            await Server.Docker("rm", "-f", id);
        }
    }

    [RequiresFact("docker")]
    public async Task That_went_with_their_container_leave_nothing_to_put_back()
    {
        string id = await RunAsync();
        await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
        var provisioner = new Provisioner(instance)
        {
            StepBoundary = async boundary => _ = boundary == "applied" ? await Server.Docker("rm", "-f", id) : null,
        };

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => provisioner.UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None));

        Assert.Equal(InstanceCodes.ContainerGone, refused.Code);
        Assert.Equal(Failure.Surroundings, refused.Failure);
        Assert.Equal("", (await Server.Docker("volume", "ls", "-q", "--filter", $"name=sqltls-lock-{id[..12]}")).Output);
    }

    private static async Task<string> SmallVolumeAsync() =>
        (await Server.Docker("volume", "create", "--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", "o=size=256k,uid=10001", $"sqltls-test-{Guid.NewGuid():N}")).Output.Trim();

    private static async Task<string> RunAsync(params string[] options)
    {
        Tool run = await Server.Docker(["run", "-d", "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={Server.Password}", .. options, "sqltls/standin:test"]);
        Assert.True(run.ExitCode == 0, run.Everything);
        return run.Output.Trim();
    }

    private static async Task<string> ExecAsync(string id, string command) => (await Server.Docker("exec", "--user", "0", id, "/bin/sh", "-c", command)).Output;

    private static async Task<ProvisionResult> UpAsync(string id, TlsRequest? request = null)
    {
        await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
        return await new Provisioner(instance).UpAsync(request ?? Server.Forced, Server.ProveAsync, CancellationToken.None);
    }
}
