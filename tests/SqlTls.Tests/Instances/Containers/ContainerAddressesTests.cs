using System.Text;
using Docker.DotNet.Models;
using SqlTls.Instances.Linux;
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

    [Fact]
    public void A_server_has_the_names_of_the_machine_of_the_container_and_of_its_networks_and_all_addresses()
    {
        var container = new ContainerInspectResponse
        {
            ID = "aaaa",
            Name = "/Orders",
            Config = new ContainerConfig { Hostname = "db1" },
            NetworkSettings = new NetworkSettings
            {
                Networks = new Dictionary<string, EndpointSettings>
                {
                    ["bridge"] = new() { IPAddress = "172.17.0.2", GlobalIPv6Address = "" },
                    ["job"] = new() { Aliases = ["mssql", "DB1"], IPAddress = "172.18.0.2", GlobalIPv6Address = "fd00::2" },
                },
            },
        };

        Assert.Equal(
            ["localhost", .. ThisMachine.Names.Select(name => name.ToLowerInvariant()), "orders", "db1", "mssql", "127.0.0.1", "::1", "172.17.0.2", "172.18.0.2", "fd00::2"],
            ContainerAddresses.Names(container, Engine));
        Assert.Contains("engine.example", ContainerAddresses.Names(container, new Uri("tcp://engine.example:2376")));
    }

    [Fact]
    public void A_server_has_the_address_that_its_port_is_published_at_before_it_ever_ran()
    {
        var bindings = new Dictionary<string, IList<PortBinding>> { ["1433/tcp"] = [new() { HostIP = "192.0.2.7", HostPort = "1433" }, new() { HostIP = "0.0.0.0" }, new() { HostIP = "::" }, new()] };
        var container = new ContainerInspectResponse { ID = "aaaa", Name = "/mssql", Config = new ContainerConfig(), HostConfig = new HostConfig { PortBindings = bindings } };

        Assert.Equal(["127.0.0.1", "::1", "192.0.2.7"], ContainerAddresses.Names(container, Engine).TakeLast(3));
    }

    [Fact]
    public void A_variable_is_taken_where_it_is_set_and_not_empty()
    {
        var container = new ContainerInspectResponse { ID = "aaaa", Name = "/mssql", Config = new ContainerConfig { Env = ["A=", "AB=1", "C=/var/a=b"] } };

        Assert.Equal([null, "1", "/var/a=b", null], new[] { "A", "AB", "C", "D" }.Select(name => ContainerAddresses.Variable(container, name)));
    }
}
