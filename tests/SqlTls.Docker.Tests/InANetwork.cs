using System.Text.Json;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Docker.Tests;

/// <summary>The tool in a container of the server's network, with the engine's socket: as an action runs.</summary>
public class InANetwork
{
    [RequiresFact("docker")]
    public async Task A_server_is_reached_by_the_name_that_its_neighbours_use()
    {
        string network = $"sqltls-test-{Guid.NewGuid():N}", alias = $"mssql-{Guid.NewGuid():N}"[..16];
        await Server.Docker("network", "create", network);
        string id = (await Server.Docker(
            "run", "-d", "--network", network, "--network-alias", alias, "-p", "127.0.0.1::1433", "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={Server.Password}", "sqltls/standin:test")).Output.Trim();
        string socket = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST")!).AbsolutePath;
        try
        {
            await using ToolContainer job = await ToolContainer.StartAsync("sqltls/base:test", "--network", network, "-v", $"{socket}:/var/run/docker.sock");

            Tool existing = await job.SqltlsAsync("up", "--container", alias, "--force-encryption", "--json");
            Tool made = await job.SqltlsAsync("up", "--image", "sqltls/standin:test", "--accept-eula", "--name", $"{network}-made", "--publish", "0", "--json");

            Assert.True(existing.ExitCode == 0, existing.Everything);
            Assert.True(made.ExitCode == 0, made.Everything);
            Assert.Equal($"{alias},1433", ServerOf(existing));
            Assert.Equal($"{network}-made,1433", ServerOf(made));
            await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
            Instances.InstanceState state = await instance.ReadAsync(CancellationToken.None);
            Assert.Equal($"{alias},1433", state.InNetwork);
            Assert.StartsWith("127.0.0.1,", state.Published);
            Assert.Equal(state.Published, state.Servers[0]);
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id, $"{network}-made");
            await Server.Docker("network", "rm", network);
        }
    }

    [RequiresFact("docker")]
    public async Task A_server_gets_a_certificate_with_every_name_that_its_clients_use()
    {
        string network = $"sqltls-test-{Guid.NewGuid():N}", alias = $"mssql-{Guid.NewGuid():N}"[..16];
        await Server.Docker("network", "create", network);
        string id = (await Server.Docker(
            "run", "-d", "--name", $"{network}-server", "--hostname", "db1", "--network", network, "--network-alias", alias, "-p", "127.0.0.1::1433",
            "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={Server.Password}", "sqltls/standin:test")).Output.Trim();
        using var folder = new TemporaryFolder();
        try
        {
            Tool up = await Programs.SqltlsAsync(["up", "--container", id, "--output", folder.Path, "--json"]);

            Assert.True(up.ExitCode == 0, up.Everything);
            using var report = JsonDocument.Parse(up.Output);
            string?[] names = [.. report.RootElement.GetProperty("certificate").GetProperty("names").EnumerateArray().Select(name => name.GetString())];
            string address = (await Server.Docker("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", id)).Output.Trim();
            Assert.Superset(new HashSet<string?> { "localhost", "127.0.0.1", "::1", $"{network}-server", "db1", alias, address }, names.ToHashSet());
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id);
            await Server.Docker("network", "rm", network);
        }
    }

    private static string? ServerOf(Tool up)
    {
        using var report = JsonDocument.Parse(up.Output);
        return report.RootElement.GetProperty("instance").GetProperty("server").GetString();
    }
}
