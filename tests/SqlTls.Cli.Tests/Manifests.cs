namespace SqlTls.Cli.Tests;

public sealed class Manifests
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [RequiresTheory("schemas")]
    [InlineData("kubernetes.yaml", 4, "kubernetes", "--days", "90")]
    [InlineData("kubernetes.yaml", 7, "kubernetes", "--cert-manager", "--dns-name", "sql.example.com", "--dns-name", "192.0.2.7")]
    [InlineData("compose.yaml", 1, "compose", "--days", "90", "--force-strict", "--tls-protocols", "1.2")]
    public async Task A_manifest_is_what_the_schemas_of_others_ask_for(string file, int documents, params string[] words)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync(["manifest", .. words, "--accept-eula", "--force-encryption", "--output", folder.Path]);

        Assert.Equal(0, run.ExitCode);
        Tool judge = await Tool.RunAsync("node", [Repository.File("tests/npm/manifests.cjs"), folder.File(file)]);
        Assert.True(judge.ExitCode == 0, judge.Everything);
        Assert.Equal(documents, judge.Output.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("kubernetes", "kubernetes.yaml")]
    [InlineData("compose", "server.key")]
    public async Task The_file_that_holds_the_private_key_is_its_owners_and_nothing_else_shows_it(string kind, string file)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync("manifest", kind, "--accept-eula", "--days", "90", "--output", folder.Path);

        Assert.Contains("PRIVATE KEY", await File.ReadAllTextAsync(folder.File(file)), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", run.Output + run.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnersOnly, File.GetUnixFileMode(folder.File(file)));
        }
    }

    [Fact]
    public async Task A_key_that_is_there_is_not_replaced_unasked()
    {
        using var folder = new TemporaryFolder();
        string[] words = ["manifest", "kubernetes", "--accept-eula", "--days", "90", "--output", folder.Path];
        _ = await Cli.RunAsync(words);
        string before = await File.ReadAllTextAsync(folder.File("kubernetes.yaml"));

        Cli again = await Cli.RunAsync(words);

        Assert.Equal(2, again.ExitCode);
        Assert.Contains("SQLTLS2108", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(folder.File("kubernetes.yaml")));
    }

    [Fact]
    public async Task Strict_encryption_is_forced_on_an_image_that_can()
    {
        using var folder = new TemporaryFolder();

        _ = await Cli.RunAsync("manifest", "kubernetes", "--accept-eula", "--days", "90", "--force-strict", "--output", folder.Path);

        string manifest = await File.ReadAllTextAsync(folder.File("kubernetes.yaml"));
        Assert.Contains("image: mcr.microsoft.com/mssql/server:2025-latest", manifest, StringComparison.Ordinal);
        Assert.Contains("forcestrict = 1", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--accept-eula", "kubernetes", "--days", "90")]
    [InlineData("--days", "kubernetes", "--accept-eula")]
    [InlineData("--days", "compose", "--accept-eula")]
    [InlineData("1 to 3650", "kubernetes", "--accept-eula", "--cert-manager", "--days", "0")]
    [InlineData("SQLTLS3601", "compose", "--accept-eula", "--days", "90", "--name", "Not_A_Label")]
    [InlineData("SQLTLS3601", "kubernetes", "--accept-eula", "--days", "90", "--namespace", "a\nb")]
    [InlineData("SQLTLS3602", "compose", "--accept-eula", "--days", "90", "--image", "x\n  privileged: true")]
    [InlineData("SQLTLS3011", "kubernetes", "--accept-eula", "--days", "90", "--force-strict", "--image", "mcr.microsoft.com/mssql/server:2022-latest")]
    [InlineData("SQLTLS3011", "compose", "--accept-eula", "--days", "90", "--force-strict", "--image", "mirror.test/mssql/server:2019-CU28-ubuntu")]
    [InlineData("SQLTLS3603", "compose", "--accept-eula", "--days", "90", "--publish", "0")]
    [InlineData("SQLTLS3603", "compose", "--accept-eula", "--days", "90", "--tls-ciphers", "A\n[filelocation]")]
    public async Task What_a_manifest_cannot_hold_is_refused_before_anything_is_written(string said, params string[] words)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync(["manifest", .. words, "--output", folder.Path]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
