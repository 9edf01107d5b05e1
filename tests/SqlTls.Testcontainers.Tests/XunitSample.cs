namespace SqlTls.Testcontainers.Tests;

public class XunitSample
{
    [RequiresFact("docker")]
    public async Task Passes_on_the_stand_in_server()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;

        Tool run = await Tool.RunAsync(
            "dotnet",
            ["test", Repository.File($"artifacts/bin/TestsWithTls/{configuration}/TestsWithTls.dll")],
            environment: [new("SQL_IMAGE", "sqltls/standin:test")],
            seconds: 300);

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Passed:     2", run.Output);
    }
}
