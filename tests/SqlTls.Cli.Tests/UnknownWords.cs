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
    public async Task Are_not_fetched_from_a_file_by_an_at_sign()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("@types/a.json", "\"Server=db;Initial Catalog=x;Encrypt=false\"");

        Cli run = await Cli.RunAsync("audit", Path.GetRelativePath(Environment.CurrentDirectory, path));
        Cli missing = await Cli.RunAsync("audit", "@types");

        Assert.Contains("SQLTLS1001", run.Output);
        Assert.Contains("There is no file or folder", missing.Error);
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
