using Docker.DotNet;
using SqlTls.Instances;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

[Collection(MemoryEngine.Collection)]
public sealed class DockerErrorsTests : IDisposable
{
    private readonly MemoryEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(500, "mkdir /x: Read-only file system", InstanceCodes.ReadOnly, "The file system of orders is read-only")]
    [InlineData(500, "write: no space left on device", InstanceCodes.DiskFull, "The disk of orders is full")]
    [InlineData(500, "Bind for 127.0.0.1:1433 failed: port is already allocated", InstanceCodes.PortTaken, "The port that orders is to be published at is taken")]
    [InlineData(500, "listen tcp4 127.0.0.1:1433: bind: address already in use", InstanceCodes.PortTaken, "The port that orders is to be published at is taken")]
    [InlineData(404, "No such container: orders", InstanceCodes.ContainerGone, "The container orders is gone")]
    [InlineData(409, "Container orders is restarting", InstanceCodes.DockerRefused, "The container orders is not in a state for this")]
    [InlineData(409, "volume is in use", InstanceCodes.DockerRefused, "The Docker engine refused (409)")]
    [InlineData(500, "driver failed", InstanceCodes.DockerRefused, "The Docker engine refused (500)")]
    public async Task What_an_engine_refuses_is_told_in_words_and_with_what_it_said(int status, string said, string code, string message)
    {
        _engine.Refusing = _ => (status, said);
        using DockerClient client = _engine.Connect();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() =>
            DockerErrors.GuardAsync("orders", () => client.Containers.RestartContainerAsync("orders", new(), default)));

        Assert.Equal((Failure.Surroundings, code), (refused.Failure, refused.Code));
        Assert.StartsWith($"{message}: ", refused.Message);
        Assert.Contains(said, refused.Message);
        Assert.NotEmpty(refused.Cure);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_told_apart_from_a_container()
    {
        using DockerClient client = _engine.Connect();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => DockerErrors.GuardAsync("orders", () => client.Images.InspectImageAsync("mssql", default)));

        Assert.Equal(InstanceCodes.NoImage, refused.Code);
        Assert.Contains("docker pull", refused.Cure);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_told_with_the_innermost_reason()
    {
        using DockerClient client = _engine.Connect();
        _engine.Dispose();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => DockerErrors.GuardAsync("orders", () => client.Containers.InspectContainerAsync("orders", default)));

        Assert.Equal((Failure.Surroundings, InstanceCodes.NoDocker), (refused.Failure, refused.Code));
        Assert.StartsWith("No Docker engine answers: Connection refused", refused.Message);
    }
}
