using System.Net;
using SqlTls.Instances;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

public class ImageRequestTests
{
    [Theory]
    [InlineData("mssql", "sqltls-mssql")]
    [InlineData("mcr.microsoft.com/mssql/server:2025-latest", "sqltls-server-2025-latest")]
    [InlineData("example.org:5000/mssql@sha256:0123", "sqltls-mssql")]
    public void A_container_is_named_after_its_image(string image, string name) => Assert.Equal(name, new ImageRequest(image).ContainerName);

    [Fact]
    public void A_container_has_the_name_that_was_asked_for() => Assert.Equal("orders", new ImageRequest("mssql", "orders").ContainerName);

    [Theory]
    [InlineData(null, "127.0.0.1", null)]
    [InlineData("14330", "127.0.0.1", 14330)]
    [InlineData("0", "127.0.0.1", 0)]
    [InlineData("0.0.0.0:1433", "0.0.0.0", 1433)]
    [InlineData("[::1]:1433", "::1", 1433)]
    public void It_is_published_on_loopback_unless_an_address_is_named(string? publish, string address, int? port) =>
        Assert.Equal((IPAddress.Parse(address), port), new ImageRequest("mssql", Publish: publish).Where());

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("localhost:1433")]
    [InlineData("127.0.0.1:")]
    [InlineData("1433/tcp")]
    public void What_is_no_place_to_publish_at_is_refused(string publish)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => new ImageRequest("mssql", Publish: publish).Where());

        Assert.Equal((Failure.Input, InstanceCodes.Publish), (refused.Failure, refused.Code));
        Assert.Contains($"'{publish}'", refused.Message);
    }
}
