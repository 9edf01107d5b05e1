using SqlTls.Action.Tests.Pages;
using SqlTls.Instances;
using SqlTls.Reports;
using SqlTls.Settings;

namespace SqlTls.Action.Tests;

public class ReachTests
{
    private static readonly InstanceState Container = new(TlsSettings.None, null, null, Running: true, [], [], []) { Published = "127.0.0.1,49153", InNetwork = "mssql,1433" };

    [Fact]
    public void Steps_on_the_machine_get_the_published_port_from_the_actions_container() =>
        Assert.Equal("127.0.0.1,49153", Given(new Place(true, "/github/workspace", "/home/runner/work/a/a"), proved: "mssql,1433"));

    [Fact]
    public void Steps_in_the_jobs_container_get_what_its_neighbour_has_proved() =>
        Assert.Equal("mssql,1433", Given(new Place(true, "/github/workspace", "/__w/a/a", JobInNetwork: true), proved: "mssql,1433"));

    [Theory]
    [InlineData("127.0.0.1,49153")]
    [InlineData("mssql,1433")]
    [InlineData("192.0.2.7,1433")]
    public void Steps_where_the_runner_is_get_what_was_proved_there_in_a_container_or_not(string proved) =>
        Assert.Equal(proved, Given(new Place(false, "/work/a/a", "/work/a/a"), proved));

    private static string Given(Place place, string proved)
    {
        UpReport report = Runs.Good.Setup!;
        return $"{Reach.Of(Container, report with { Instance = report.Instance with { Server = proved } }, place)!.FromJob}";
    }
}
