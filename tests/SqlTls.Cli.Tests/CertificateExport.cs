using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

public sealed class CertificateExport : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cer")]
    [InlineData("pem")]
    public async Task Hands_out_the_certificate_and_its_authority_and_never_the_key(string format)
    {
        await CreateAsync();

        Cli run = await Cli.RunAsync("certificate", "export", _folder.File("server.pfx"), "--format", format, "--output", _folder.File("out"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([$"authority.{format}", $"server.{format}"], Directory.EnumerateFiles(_folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFiles(_folder.File("out")), file => Assert.DoesNotContain("PRIVATE KEY", Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        using X509Certificate2 server = X509CertificateLoader.LoadCertificateFromFile(_folder.File($"out/server.{format}"));
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(_folder.File($"out/authority.{format}"));
        Assert.Equal("CN=sql.test", server.Subject);
        Assert.Equal(server.Issuer, authority.Subject);
    }

    [Fact]
    public async Task Keeps_the_intermediates_in_PEM()
    {
        var chain = CertificateChain.Make();
        string file = _folder.Write("corp.crt", chain.Root + chain.Chain);

        Cli run = await Cli.RunAsync("certificate", "export", file, "--format", "pem", "--output", _folder.File("out"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(chain.Chain, await File.ReadAllTextAsync(_folder.File("out/corp.pem")));
        Assert.Equal(chain.Root, await File.ReadAllTextAsync(_folder.File("out/authority.pem")));
    }

    [Theory]
    [InlineData()]
    [InlineData("--force")]
    public async Task Writes_no_file_over_itself(params string[] more)
    {
        string mine = await CertificateWithKeyAsync("mine.pem");
        string before = await File.ReadAllTextAsync(mine);

        Cli run = await Cli.RunAsync(["certificate", "export", mine, "--format", "pem", "--output", _folder.Path, .. more]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(before, await File.ReadAllTextAsync(mine));
    }

    [Fact]
    public async Task Overwrites_no_key_that_stands_beside_a_certificate()
    {
        string mine = await CertificateWithKeyAsync("out/server.pem");
        string before = await File.ReadAllTextAsync(mine);

        Cli run = await Cli.RunAsync("certificate", "export", _folder.File("server.pfx"), "--format", "pem", "--output", _folder.File("out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2108", run.Error);
        Assert.Equal(before, await File.ReadAllTextAsync(mine));
    }

    [Theory]
    [InlineData("request")]
    [InlineData("import", "server.pfx")]
    [InlineData("export", "server.pfx")]
    public async Task And_its_neighbours_write_nothing_in_a_dry_run(string verb, params string[] files)
    {
        await CreateAsync();

        Cli run = await Cli.RunAsync(["certificate", verb, .. files.Select(_folder.File), "--output", _folder.File("out"), "--dry-run", "--json"]);

        using var plan = JsonDocument.Parse(run.Output);
        Assert.Contains(_folder.File("out"), plan.RootElement.GetProperty("plan")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Refuses_in_a_dry_run_what_it_would_refuse()
    {
        await CreateAsync();

        Cli run = await Cli.RunAsync("certificate", "import", _folder.File("server.pfx"), "--output", _folder.Path, "--dry-run");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2108", run.Error);
    }

    private async Task<string> CertificateWithKeyAsync(string name)
    {
        await CreateAsync();
        return _folder.Write(name, await File.ReadAllTextAsync(_folder.File("server.crt")) + await File.ReadAllTextAsync(_folder.File("server.key")));
    }

    private async Task CreateAsync()
    {
        Cli run = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
