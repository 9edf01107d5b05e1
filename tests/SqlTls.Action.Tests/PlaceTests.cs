namespace SqlTls.Action.Tests;

public class PlaceTests
{
    private static readonly Place InContainer = new(true, "/github/workspace", "/home/runner/work/repo/repo");

    [Theory]
    [InlineData("/github/workspace", "/home/runner/work/repo/repo")]
    [InlineData("/github/workspace/.sqltls/a", "/home/runner/work/repo/repo/.sqltls/a")]
    [InlineData("/github/workspace2/a", "/github/workspace2/a")]
    [InlineData("/etc/ssl", "/etc/ssl")]
    public void Paths_go_out_as_the_job_knows_them(string here, string job) => Assert.Equal(job, InContainer.ToJob(here));

    [Theory]
    [InlineData("/home/runner/work/repo/repo/a.pfx", "/github/workspace/a.pfx")]
    [InlineData("sub/a.pfx", "/github/workspace/sub/a.pfx")]
    [InlineData(".", "/github/workspace")]
    public void Paths_come_in_as_they_are_here(string job, string here) => Assert.Equal(here, InContainer.FromJob(job));

    [Fact]
    public async Task Without_a_workspace_it_is_no_workflow()
    {
        using var log = new Log();

        Assert.Equal(ActionCodes.NoWorkflow, (await Assert.ThrowsAsync<SqlTlsException>(() => Place.FindAsync(log.Step, CancellationToken.None))).Code);
    }
}
