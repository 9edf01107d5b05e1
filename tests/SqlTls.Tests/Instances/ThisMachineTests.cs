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
}
