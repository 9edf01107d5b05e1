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

    [RequiresTheory("schemas")]
    [InlineData("kubernetes", "kubernetes.yaml", "on", "yes")]
    [InlineData("kubernetes", "kubernetes.yaml", "null", "true")]
    [InlineData("compose", "compose.yaml", "no", null)]
    [InlineData("compose", "compose.yaml", "null", null)]
    public async Task A_name_that_YAML_takes_for_something_else_stays_a_name(string kind, string file, string name, string? ofNamespace)
    {
        using var folder = new TemporaryFolder();

        Cli run = await Cli.RunAsync([
            "manifest", kind, "--accept-eula", "--days", "90", "--name", name, "--image", "12:30", "--output", folder.Path, .. ofNamespace is null ? Array.Empty<string>() : ["--namespace", ofNamespace]]);

        Assert.Equal(0, run.ExitCode);
        Tool judge = await Tool.RunAsync("node", [Repository.File("tests/npm/manifests.cjs"), folder.File(file)]);
        Assert.True(judge.ExitCode == 0, judge.Everything);
    }

    [RequiresFact("schemas")]
    public async Task A_long_name_of_the_users_is_no_common_name_for_cert_manager()
    {
        using var folder = new TemporaryFolder();
        string longName = $"{new string('a', 60)}.corp.example";

        _ = await Cli.RunAsync("manifest", "kubernetes", "--accept-eula", "--cert-manager", "--dns-name", longName, "--dns-name", "sql1.corp", "--output", folder.Path);

        string manifest = await File.ReadAllTextAsync(folder.File("kubernetes.yaml"));
        Assert.Contains("commonName: \"sql1.corp\"", manifest, StringComparison.Ordinal);
        Assert.Contains($"- \"{longName}\"", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubernetes", "kubernetes.yaml")]
    [InlineData("compose", "server.crt")]
    public async Task A_certificate_of_ones_own_is_what_the_manifest_holds(string kind, string file)
    {
        using var folder = new TemporaryFolder();
        CertificateChain chain = CertificateChain.Make();
        string leaf = chain.Chain[..chain.Chain.IndexOf("-----END", StringComparison.Ordinal)].Trim().Split('\n')[1];

        Cli run = await Cli.RunAsync([
            "manifest", kind, "--accept-eula", "--output", folder.File("out"), .. Given(folder, chain), "--authority", folder.Write("root.crt", chain.Root)]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(leaf, await File.ReadAllTextAsync(folder.File($"out/{file}")), StringComparison.Ordinal);
        Assert.Equal(chain.Root.Trim(), (await File.ReadAllTextAsync(folder.File("out/authority.crt"))).Trim());
        Assert.Contains("clients that reach the server as mssql,", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SQLTLS2002", -1)]
    [InlineData("SQLTLS2004", 30, "--dns-name", "elsewhere.example")]
    [InlineData("--days has no meaning with --certificate", 30, "--days", "90")]
    [InlineData("--key-size has no meaning with --certificate", 30, "--key-size", "3072")]
    [InlineData("--cert-manager has no meaning with --certificate", 30, "--cert-manager")]
    public async Task A_certificate_of_ones_own_that_does_not_do_is_refused_before_anything_is_written(string said, int days, params string[] words)
    {
        using var folder = new TemporaryFolder();
        CertificateChain chain = CertificateChain.Make(days);

        Cli run = await Cli.RunAsync(["manifest", "kubernetes", "--accept-eula", "--output", folder.File("out"), .. Given(folder, chain), .. words]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
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
        Assert.Contains("image: \"mcr.microsoft.com/mssql/server:2025-latest\"", manifest, StringComparison.Ordinal);
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
    [InlineData("--key has no meaning without --certificate", "compose", "--accept-eula", "--days", "90", "--key", "x.key")]
    [InlineData("SQLTLS3601", "compose", "--accept-eula", "--days", "90", "--name", "settings")]
    [InlineData("SQLTLS3601", "kubernetes", "--accept-eula", "--days", "90", "--name", "a23456789-123456789-123456789-123456789-123456789-123")]
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

    private static string[] Given(TemporaryFolder folder, CertificateChain chain) =>
        ["--certificate", folder.Write("corp.crt", chain.Chain), "--key", folder.Write("corp.key", chain.Key)];
}
