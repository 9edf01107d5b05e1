using System.Text;
using Docker.DotNet.Models;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Settings;

namespace SqlTls.Tests.Instances.Containers;

public class ContainerAddressesTests
{
    private static readonly Uri Engine = new("unix:///var/run/docker.sock");

    [Theory]
    [InlineData("", null, "127.0.0.1,50001")]
    [InlineData("[network]\ntcpport = 14330\n", null, "127.0.0.1,50002")]
    [InlineData("[network]\ntcpport = 14330\n", "1433", "127.0.0.1,50001")]
    public void A_server_is_published_at_the_port_that_it_listens_on(string conf, string? variable, string expected)
    {
        var container = new ContainerInspectResponse
        {
            ID = "aaaa",
            Name = "/mssql",
            Config = new ContainerConfig { Env = variable is null ? [] : [$"MSSQL_TCP_PORT={variable}"] },
            NetworkSettings = new NetworkSettings
            {
                Ports = new Dictionary<string, IList<PortBinding>>
                {
                    ["1433/tcp"] = [new PortBinding { HostIP = "127.0.0.1", HostPort = "50001" }],
                    ["14330/tcp"] = [new PortBinding { HostIP = "127.0.0.1", HostPort = "50002" }],
                },
            },
        };

        Assert.Equal(expected, ContainerAddresses.Of(container, MssqlConf.Parse(Encoding.UTF8.GetBytes(conf)), Engine).Published);
    }
}
