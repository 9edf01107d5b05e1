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
    public void A_certificate_in_a_string_is_looked_for_where_it_is_here() => Assert.Equal(
        "server=mssql;server certificate=\"/github/workspace/a b.crt\";password=\"a;b\"",
        GivenString.Here("Server=mssql;Server Certificate=/home/runner/work/repo/repo/a b.crt;Password='a;b'", InContainer));

    [Fact]
    public void A_string_without_a_certificate_stays_as_it_is() => Assert.Equal("Server = mssql;;", GivenString.Here("Server = mssql;;", InContainer));

    [Fact]
    public async Task Without_a_workspace_it_is_no_workflow()
    {
        using var log = new Log();

        Assert.Equal(ActionCodes.NoWorkflow, (await Assert.ThrowsAsync<SqlTlsException>(() => Place.FindAsync(log.Step, CancellationToken.None))).Code);
    }
}
