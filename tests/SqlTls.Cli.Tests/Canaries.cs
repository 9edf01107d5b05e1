namespace SqlTls.Cli.Tests;

/// <summary>A password that a verb was given stands in none of its words, whether it does its work or fails.</summary>
public sealed class Canaries : IDisposable
{
    private const string Canary = "Canary-4e90-Aa1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("certificate create --dns-name sql.test --output {0}/new")]
    [InlineData("certificate request --dns-name sql.test --output {0}/new")]
    [InlineData("certificate import {0}/server.pfx --output {0}/new")]
    [InlineData("certificate import {0}/damaged.pfx --output {0}/new")]
    [InlineData("certificate check {0}/server.pfx --dns-name sql.test")]
    [InlineData("certificate export {0}/server.pfx --format pem --output {0}/new")]
    [InlineData("certificate export {0}/server.pfx --format pfx --output {0}/new")]
    [InlineData("manifest kubernetes --dns-name sql.test --output {0}/new")]
    [InlineData("manifest compose --dns-name sql.test --output {0}/new")]
    [InlineData("up --endpoint --certificate {0}/server.pfx --keep-key --output {0}/new")]
    [InlineData("down --endpoint --output {0}")]
    [InlineData("down --container no-such-container --output {0}")]
    [InlineData("trust list")]
    [InlineData("instances")]
    [InlineData("probe 127.0.0.1,1")]
    [InlineData("verify --server 127.0.0.1,1 --timeout 2")]
    [InlineData("endpoint --scenario no-such-scenario")]
    public async Task Stand_nowhere_in_what_a_verb_says(string words)
    {
        _ = await Cli.RunWithAsync(_ => null, "certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        _ = await RunAsync($"certificate import {_folder.File("server.crt")} --key {_folder.File("server.key")} --force --output {_folder.Path}");
        await File.WriteAllBytesAsync(_folder.File("damaged.pfx"), (await File.ReadAllBytesAsync(_folder.File("server.pfx")))[..^9]);
        string given = string.Format(null, words, _folder.Path);

        foreach (string form in (string[])["", " --json"])
        {
            Cli run = await RunAsync(given + form);

            Assert.NotEqual("", run.Output + run.Error);
            Assert.DoesNotContain(Canary, run.Output + run.Error);
            Assert.DoesNotContain("PRIVATE KEY", run.Output + run.Error);
        }

        Assert.DoesNotContain(
            Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(Canary, StringComparison.Ordinal));
    }

    private static Task<Cli> RunAsync(string words) => Cli.RunWithAsync(
        name => name is SecretVariables.Password or SecretVariables.ServerPassword or SecretVariables.CertificatePassword ? Canary : null, words.Split(' '));
}
