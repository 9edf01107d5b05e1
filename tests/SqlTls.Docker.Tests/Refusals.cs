using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

public class Refusals
{
    [RequiresFact("docker")]
    public async Task Name_the_containers_that_run_when_none_fits()
    {
        string id = (await Server.Docker("run", "-d", "--rm", "sqltls/base:test", "sleep", "60")).Output.Trim();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => DockerContainers.FindAsync("no-such-container", force: false, CancellationToken.None));

        Assert.Equal(InstanceCodes.NoContainer, refused.Code);
        Assert.Contains(id[..12], refused.Cure);
        Assert.Equal(Failure.Surroundings, refused.Failure);
        await Server.Docker("rm", "-f", id);
    }

    [RequiresTheory("docker")]
    [InlineData("--rm", InstanceCodes.RemovesItself)]
    [InlineData("--read-only", InstanceCodes.ReadOnly)]
    public async Task Come_before_anything_is_changed(string option, string code)
    {
        string id = (await Server.Docker("run", "-d", option, "sqltls/standin:test", "sleep", "60")).Output.Trim();
        try
        {
            SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(id));

            Assert.Equal(code, refused.Code);
            Assert.Equal(Failure.Surroundings, refused.Failure);
        }
        finally
        {
            await Server.Docker("rm", "-f", id);
        }
    }

    [RequiresFact("docker")]
    public async Task Say_that_a_container_has_gone()
    {
        string id = (await Server.Docker("run", "-d", "sqltls/base:test", "sleep", "60")).Output.Trim();
        await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
        await Server.Docker("rm", "-f", id);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => instance.ReadAsync(CancellationToken.None));

        Assert.Equal(InstanceCodes.ContainerGone, refused.Code);
    }

    private static async Task UpAsync(string id)
    {
        await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
        await new Provisioner(instance).UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None);
    }
}
