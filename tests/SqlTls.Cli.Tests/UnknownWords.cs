namespace SqlTls.Cli.Tests;

public class UnknownWords
{
    [Fact]
    public async Task Are_refused_with_exit_code_2_and_the_way_to_the_help()
    {
        Cli run = await Cli.RunAsync("frobnicate");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("SQLTLS5002", run.Error);
        Assert.Contains("sqltls --help", run.Error);
    }

    [Fact]
    public async Task Are_refused_in_JSON_where_JSON_was_asked_for()
    {
        Cli run = await Cli.RunAsync("frobnicate", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("\"code\": \"SQLTLS5002\"", run.Output);
        Assert.Empty(run.Error);
    }
}
