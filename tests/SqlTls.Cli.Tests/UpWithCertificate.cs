using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

public sealed class UpWithCertificate : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serves_the_certificate_given()
    {
        var chain = CertificateChain.Make();
        string file = _folder.Write("corp.crt", chain.Chain);

        Cli run = await UpAsync("--certificate", file, "--key", _folder.Write("corp.key", chain.Key), "--authority", _folder.Write("root.crt", chain.Root), "--json");

        using var report = JsonDocument.Parse(run.Output);
        using var leaf = X509Certificate2.CreateFromPem(chain.Chain);
        Assert.Equal(leaf.Thumbprint, report.RootElement.GetProperty("certificate").GetProperty("thumbprint").GetString(), ignoreCase: true);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("PRIVATE KEY", string.Concat(Directory.EnumerateFiles(_folder.File("out")).Select(File.ReadAllText)));
    }

    [Fact]
    public async Task Takes_a_PFX_whose_password_comes_from_the_environment()
    {
        var chain = CertificateChain.Make();
        using var leaf = X509Certificate2.CreateFromPem(chain.Chain, chain.Key);
        var all = new X509Certificate2Collection();
        all.ImportFromPem(chain.Root + chain.Chain);
        all[1] = leaf;
        await File.WriteAllBytesAsync(_folder.File("corp.pfx"), all.Export(X509ContentType.Pkcs12, "Canary-pfx")!);

        Cli right = await Cli.RunWithAsync(Password("Canary-pfx"), "up", "--endpoint", "--certificate", _folder.File("corp.pfx"), "--output", _folder.File("out"));
        Cli wrong = await Cli.RunWithAsync(Password("other"), "up", "--endpoint", "--certificate", _folder.File("corp.pfx"), "--output", _folder.File("out"));

        Assert.Equal(0, right.ExitCode);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("SQLTLS2102", wrong.Error);
        Assert.DoesNotContain("Canary-pfx", right.Output + right.Error);
    }

    [Fact]
    public async Task Leaves_no_authority_of_the_certificate_before()
    {
        var chain = CertificateChain.Make();
        _ = await UpAsync();

        Cli run = await UpAsync("--certificate", _folder.Write("corp.crt", chain.Chain), "--key", _folder.Write("corp.key", chain.Key));
        Cli go = await Cli.RunAsync("connection-string", "--output", _folder.File("out"), "--for", "go");

        Assert.False(File.Exists(_folder.File("out/authority.crt")), run.Error);
        Assert.DoesNotContain("authority.crt", go.Output);
    }

    [Theory]
    [InlineData("SQLTLS2002", -1, new string[0])]
    [InlineData("SQLTLS2004", 30, new[] { "--dns-name", "sql.example.com" })]
    public async Task Refuses_one_that_would_not_do_before_anything_changes(string code, int days, string[] more)
    {
        var chain = CertificateChain.Make(days);
        string[] words = ["--certificate", _folder.Write("corp.crt", chain.Chain), "--key", _folder.Write("corp.key", chain.Key), .. more];

        Cli run = await UpAsync(words);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(code, run.Error);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Refuses_an_authority_that_its_chain_does_not_lead_to()
    {
        var chain = CertificateChain.Make();
        string[] words = ["--certificate", _folder.Write("corp.crt", chain.Chain), "--key", _folder.Write("corp.key", chain.Key)];
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.File("other"));

        Cli run = await UpAsync([.. words, "--authority", _folder.File("other/authority.crt")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2017", run.Error);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("--key", "server.key")]
    [InlineData("--authority", "root.crt")]
    [InlineData("--certificate", "corp.pfx", "--days", "3")]
    public async Task Refuses_words_that_would_have_no_effect(params string[] words)
    {
        Cli run = await UpAsync(words);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS5002", run.Error);
    }

    [Fact]
    public async Task Keeps_keys_only_when_told_to_and_for_this_user_alone()
    {
        Cli run = await UpAsync("--keep-key", "--keep-authority-key");

        Assert.Equal(0, run.ExitCode);
        Assert.All(["server.key", "server.pfx", "authority.key"], name => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(_folder.File("out"), name)) == OwnerOnly));
        using var pair = X509Certificate2.CreateFromPemFile(Path.Combine(_folder.File("out"), "server.crt"), Path.Combine(_folder.File("out"), "server.key"));
        Assert.True(pair.HasPrivateKey);
    }

    [Fact]
    public async Task Replaces_the_keys_of_an_earlier_run()
    {
        Assert.Equal(0, (await UpAsync("--keep-key")).ExitCode);
        string first = await File.ReadAllTextAsync(_folder.File("out/server.key"));

        Cli run = await UpAsync("--keep-key");

        Assert.Equal(0, run.ExitCode);
        Assert.NotEqual(first, await File.ReadAllTextAsync(_folder.File("out/server.key")));
    }

    [Fact]
    public async Task Overwrites_no_key_of_somebody_else()
    {
        string key = CertificateChain.Make().Key;
        _folder.Write("out/server.key", key);

        Cli run = await UpAsync("--keep-key");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2108", run.Error);
        Assert.Equal(key, await File.ReadAllTextAsync(_folder.File("out/server.key")));
    }

    private static Func<string, string?> Password(string value) => name => name == "SQLTLS_CERTIFICATE_PASSWORD" ? value : null;

    private Task<Cli> UpAsync(params string[] words) => Cli.RunAsync(["up", "--endpoint", .. words, "--output", _folder.File("out")]);
}
