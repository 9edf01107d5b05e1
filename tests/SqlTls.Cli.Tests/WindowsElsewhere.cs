namespace SqlTls.Cli.Tests;

/// <summary>What is a matter of Windows, said on another system.</summary>
public class WindowsElsewhere
{
    [RequiresTheory("linux")]
    [InlineData("up", "--instance", "SQL2022", "--days", "30")]
    [InlineData("up", "--instance", "--thumbprint", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("down", "--instance", "SQL2022")]
    [InlineData("instances")]
    [InlineData("client", "force-encryption", "on", "--oledb")]
    [InlineData("certificate", "export", "--instance", "SQL2022")]
    public async Task Ends_with_3_and_says_where_it_runs(params string[] words)
    {
        Cli run = await Cli.RunAsync(words);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("SQLTLS3201", run.Error);
        Assert.Contains("Run this on the Windows machine itself", run.Error);
    }

    [Theory]
    [InlineData("SQLTLS2111", "--instance", "SQL2022", "--thumbprint", "0123456789abcdef0123456789abcdef0123456")]
    [InlineData("SQLTLS5002", "--container", "mssql", "--thumbprint", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("SQLTLS5002", "--instance", "SQL2022", "--thumbprint", "0123456789abcdef0123456789abcdef01234567", "--days", "9")]
    [InlineData("SQLTLS3017", "--container", "mssql", "--cng")]
    public async Task Is_refused_for_its_words_first(string code, params string[] words)
    {
        Cli run = await Cli.RunAsync(["up", .. words]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(code, run.Error);
    }
}
