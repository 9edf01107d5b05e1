using System.Net.Sockets;
using Docker.DotNet;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

[Collection(MemoryEngine.Collection)]
public class FreePortTests
{
    [Fact]
    public async Task Of_another_machines_engine_is_the_usual_one_where_no_container_has_it() => Assert.Equal(1433, await FindAsync(new MemoryEngine()));

    [Fact]
    public async Task Of_another_machines_engine_is_left_to_it_where_a_container_has_the_usual_one() =>
        Assert.Equal(0, await FindAsync(new MemoryEngine(), published: "1433"));

    [RequiresFact("linux")]
    public async Task Of_this_machines_engine_is_a_free_one_where_a_container_has_the_usual_one()
    {
        using var folder = new TemporaryFolder();

        int port = await FindAsync(new MemoryEngine(new UnixDomainSocketEndPoint(folder.File("docker.sock"))), published: "1433");

        Assert.InRange(port, 1024, 65535);
        Assert.NotEqual(1433, port);
    }

    private static async Task<int> FindAsync(MemoryEngine engine, string? published = null)
    {
        using (engine)
        {
            if (published is not null)
            {
                engine.Add("other", hostPort: published);
            }

            using DockerClient client = engine.Connect();
            return await FreePort.FindAsync(client, default);
        }
    }
}
