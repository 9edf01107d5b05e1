namespace SqlTls.Cli.Tests;

public sealed class AuditVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_error_is_printed_as_MSBuild_prints_it_and_gives_exit_code_1()
    {
        string file = _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Cli run = await Cli.RunAsync("audit", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.json(1,8): error SQLTLS1001: ", run.Output);
    }

    [Fact]
    public async Task A_fix_cures_what_it_can_and_a_dry_run_only_says_so()
    {
        string file = _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}""");

        Cli dryRun = await Cli.RunAsync("audit", file, "--fix", "--dry-run");
        string untouched = await File.ReadAllTextAsync(file);
        Cli run = await Cli.RunAsync("audit", file, "--fix");

        Assert.Equal(1, dryRun.ExitCode);
        Assert.Contains("Encrypt=false", untouched);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Encrypt=true", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_exit_code_2() =>
        Assert.Equal(2, (await Cli.RunAsync("audit", _folder.File("none"))).ExitCode);
}
