using SqlTls.Instances.Linux;

namespace SqlTls.Tests.Instances;

public class ThisMachineTests
{
    [Theory]
    [InlineData("db1", "db1.corp.example", new[] { "db1", "db1.corp.example" })]
    [InlineData("db1.corp.example", null, new[] { "db1", "db1.corp.example" })]
    [InlineData("db1", null, new[] { "db1" })]
    [InlineData("db1", "db1", new[] { "db1" })]
    [InlineData("db1", "localhost.localdomain", new[] { "db1" })]
    public void Has_the_name_with_its_domain_beside_the_short_one(string hostName, string? canonical, string[] names) =>
        Assert.Equal(names, ThisMachine.NamesOf(hostName, _ => canonical));

    [Fact]
    public void Is_the_container_whose_files_the_engine_has_mounted_into_it()
    {
        string id = new('a', 64);

        Assert.Equal(id, ThisMachine.ContainerIdIn($"612 600 254:0 /docker/containers/{id}/hostname /etc/hostname rw,relatime - ext4 /dev/vda rw\n"));
    }

    [Fact]
    public void Is_not_the_container_that_its_engine_copies_files_into()
    {
        string id = new('a', 64);

        Assert.Null(ThisMachine.ContainerIdIn($"612 600 254:0 /docker/containers/{id}/hostname /docker/overlay2/b/merged/etc/hostname rw,relatime - ext4 /dev/vda rw\n"));
    }
}
