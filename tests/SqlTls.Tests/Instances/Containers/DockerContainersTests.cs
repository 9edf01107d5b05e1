using System.Text.Json.Nodes;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

/// <summary>The containers of the engine that <c>DOCKER_HOST</c> names: nothing else in these tests asks one.</summary>
[Collection(MemoryEngine.Collection)]
public sealed class DockerContainersTests : IDisposable
{
    private const string Host = "DOCKER_HOST";

    private readonly string? _before = Environment.GetEnvironmentVariable(Host);
    private readonly MemoryEngine _engine = new();
    private readonly TemporaryFolder _folder = new();

    public DockerContainersTests() => Environment.SetEnvironmentVariable(Host, $"tcp://{_engine.Uri.Authority}");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Host, _before);
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_is_found_by_its_name()
    {
        _engine.Add("orders");
        _engine.Add("stock");

        await using ILinuxHost found = await DockerContainers.FindAsync("orders", force: false, default);

        Assert.Equal(("container", "orders"), (found.Kind, found.Name));
    }

    [Fact]
    public async Task One_that_removes_itself_is_taken_by_force_alone()
    {
        _engine.Add("orders")["HostConfig"]!["AutoRemove"] = true;

        SqlTlsException refused = await RefusedAsync(InstanceCodes.RemovesItself);

        Assert.Contains("orders was started with --rm", refused.Message);
        Assert.Contains("--force", refused.Cure);
        await (await DockerContainers.FindAsync("orders", force: true, default)).DisposeAsync();
    }

    [Fact]
    public async Task One_that_keeps_its_files_in_memory_is_refused()
    {
        _engine.Add("orders")["HostConfig"]!["Tmpfs"] = new JsonObject { ["/var/opt/mssql"] = "" };

        Assert.StartsWith("/var/opt/mssql of the container orders is a tmpfs", (await RefusedAsync(InstanceCodes.InMemory)).Message);
    }

    [Fact]
    public async Task One_whose_settings_are_mounted_by_themselves_is_refused()
    {
        _engine.Add("orders")["Mounts"] = new JsonArray(new JsonObject { ["Type"] = "bind", ["Destination"] = "/var/opt/mssql/mssql.conf" });

        Assert.Contains("is mounted as a single file", (await RefusedAsync(InstanceCodes.MountedSettings)).Message);
    }

    [Fact]
    public async Task One_that_is_not_there_is_told_with_its_name() => Assert.Contains("orders", (await RefusedAsync(InstanceCodes.NoContainer)).Message);

    [Fact]
    public async Task One_of_an_image_gets_a_password_that_nobody_else_has()
    {
        (ILinuxHost host, string? password) = await DockerContainers.OfImageAsync(new ImageRequest("mssql", "orders"), null, _folder.Path, default);

        await using (host)
        {
            Assert.Equal("orders", host.Name);
            Assert.True(password!.Length > 30);
            Assert.Empty(Directory.EnumerateFiles(_folder.Path));
        }
    }

    [Fact]
    public async Task One_of_an_image_whose_name_is_taken_is_refused()
    {
        _engine.Add("orders");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => DockerContainers.OfImageAsync(new ImageRequest("mssql", "orders"), "given", _folder.Path, default));

        Assert.Equal(InstanceCodes.NameTaken, refused.Code);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("carrier-pigeon://coop")]
    public async Task An_engine_whose_name_makes_no_sense_is_told_with_the_variable(string host)
    {
        Environment.SetEnvironmentVariable(Host, host);

        SqlTlsException refused = await RefusedAsync(InstanceCodes.DockerContext);

        Assert.StartsWith("DOCKER_HOST or the Docker context cannot be used: ", refused.Message);
    }

    private static async Task<SqlTlsException> RefusedAsync(string code)
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => DockerContainers.FindAsync("orders", force: false, default));
        Assert.Equal((Failure.Surroundings, code), (refused.Failure, refused.Code));
        return refused;
    }
}
