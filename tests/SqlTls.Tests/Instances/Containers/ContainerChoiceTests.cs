using Docker.DotNet.Models;
using SqlTls.Instances;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Tests.Instances.Containers;

public class ContainerChoiceTests
{
    private static readonly ContainerListResponse[] Engine =
    [
        Container("14330000aaaa", "orders", "mssql:2022", 11433),
        Container("bbbb0000cccc", "stock", "mssql:2025", 14330),
        Container("bbbb1111dddd", "old", "mssql:2019", 0, "exited"),
        Container("eeee0000ffff", "web", "nginx", 8080),
        Container("eeee1111ffff", "web2", "nginx", 8081),
    ];

    [Theory]
    [InlineData("orders")]
    [InlineData("/orders")]
    [InlineData("14330000aaaa")]
    public void An_id_and_a_name_are_taken_before_anything_else(string wanted) => Assert.Equal("14330000aaaa", ContainerChoice.ByName(wanted, Engine)?.ID);

    [Theory]
    [InlineData("bbbb0", "stock")]
    [InlineData("BBBB0", "stock")]
    [InlineData("11433", "orders")]
    [InlineData("db", "old")]
    [InlineData("mssql:2025", "stock")]
    public void The_beginning_of_an_id_a_port_an_alias_and_an_image_name_one(string wanted, string name) => Assert.Equal($"/{name}", Choose(wanted).Names[0]);

    [Theory]
    [InlineData("bbbb", "stock (bbbb0000cccc, mssql:2025), old (bbbb1111dddd, mssql:2019)")]
    [InlineData("nginx", "web (eeee0000ffff, nginx), web2 (eeee1111ffff, nginx)")]
    [InlineData("14330", "orders (14330000aaaa, mssql:2022), stock (bbbb0000cccc, mssql:2025)")]
    public void Several_that_fit_are_listed_and_none_is_taken(string wanted, string list)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => Choose(wanted));

        Assert.Equal(InstanceCodes.SeveralContainers, refused.Code);
        Assert.Contains(list, refused.Message);
    }

    [Theory]
    [InlineData("mssql:2019")]
    [InlineData("bbb")]
    [InlineData("1433")]
    public void Where_none_fits_those_that_run_are_listed(string wanted)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => Choose(wanted, Engine[1..]));

        Assert.Equal(InstanceCodes.NoContainer, refused.Code);
        Assert.Contains("stock (bbbb0000cccc, mssql:2025), web (", refused.Cure);
        Assert.DoesNotContain("old", refused.Cure);
    }

    private static ContainerListResponse Choose(string wanted, ContainerListResponse[]? engine = null) =>
        ContainerChoice.Of(wanted, engine ?? Engine, wanted == "db" ? new HashSet<string> { "bbbb1111dddd" } : new HashSet<string>());

    private static ContainerListResponse Container(string id, string name, string image, int port, string state = "running") => new()
    {
        ID = id,
        Names = [$"/{name}"],
        Image = image,
        State = state,
        Ports = port == 0 ? [] : [new PortSummary { PublicPort = (ushort)port }],
    };
}
