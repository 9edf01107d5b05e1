using System.Text.Json;

namespace SqlTls.Cli.Tests;

public sealed class UpEndpoint : IDisposable
{
    private static readonly string[] CheckIds =
    [
        "listening", "certificate-presented", "names-covered", "chain-sent", "encrypted-connection", "strict-connection",
        "untrusted-authority-refused", "wrong-name-refused", "plaintext-refused", "old-tls-refused", "not-expiring",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Proves_every_check_of_the_design_in_its_order()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--force-encryption", "--json", "--output", _folder.Path);

        using var report = JsonDocument.Parse(run.Output);
        JsonElement[] checks = [.. report.RootElement.GetProperty("checks").EnumerateArray()];
        Assert.Equal(CheckIds, checks.Select(check => check.GetProperty("id").GetString()));
        Assert.All(checks, check => Assert.Equal("passed", check.GetProperty("outcome").GetString()));
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Reports_what_the_design_promises()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--json", "--output", _folder.Path);

        using var document = JsonDocument.Parse(run.Output);
        JsonElement report = document.RootElement;
        Assert.Equal(
            ["schema", "instance", "changed", "restarts", "rolledBack", "certificate", "checks", "connectionStrings", "seconds"],
            report.EnumerateObject().Select(property => property.Name));
        Assert.Equal("endpoint", report.GetProperty("instance").GetProperty("kind").GetString());
        Assert.Equal(0, report.GetProperty("restarts").GetInt32());
        Assert.Equal(
            ["sqlclient", "odbc", "jdbc", "go", "node", "sqlcmd", "ssms"],
            report.GetProperty("connectionStrings").EnumerateObject().Select(property => property.Name));
        Assert.Matches("^[0-9a-f]{40}$", report.GetProperty("certificate").GetProperty("thumbprint").GetString());
    }

    [Fact]
    public async Task Takes_a_certificate_for_good_that_has_longer_than_the_time_to_renew()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--days", "7", "--renew-before", "6", "--json", "--output", _folder.Path);

        Assert.Equal("passed", Outcome(run, "not-expiring"));
    }

    [Fact]
    public async Task Makes_none_that_would_have_to_be_renewed_at_once()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--days", "7", "--renew-before", "7", "--output", _folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2106", run.Error);
    }

    [Fact]
    public async Task Connects_strictly_where_strict_is_forced()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--force-strict", "--json", "--output", _folder.Path);

        Assert.Equal("passed", Outcome(run, "strict-connection"));
        Assert.Equal("skipped", Outcome(run, "encrypted-connection"));
        Assert.Contains("Encrypt=Strict", run.Output);
    }

    [Fact]
    public async Task Leaves_certificates_and_the_report_and_no_key()
    {
        _ = await Cli.RunAsync("up", "--endpoint", "--output", _folder.Path);

        Assert.Equal(
            [".gitignore", "authority.crt", "report.json", "server.crt"],
            Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal("*\n", await File.ReadAllTextAsync(_folder.File(".gitignore")));
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(_folder.File("server.crt")));
    }

    [Fact]
    public async Task Prints_a_table_of_the_checks_and_ready_connection_strings()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--output", _folder.Path);

        Assert.All(CheckIds, id => Assert.Contains(id, run.Output));
        Assert.Contains("TrustServerCertificate=False;ServerCertificate=", run.Output);
        Assert.DoesNotContain("\u001b", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_no_password()
    {
        const string Canary = "Canary-3f9a-Pass";
        Cli run = await Cli.RunWithAsync(name => name == "SQLTLS_PASSWORD" ? Canary : null, "up", "--endpoint", "--json", "--output", _folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(Canary, run.Output + run.Error);
        Assert.All(Directory.EnumerateFiles(_folder.Path), file => Assert.DoesNotContain(Canary, File.ReadAllText(file)));
    }

    [Fact]
    public async Task Touches_nothing_in_a_dry_run()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--dry-run", "--json", "--output", _folder.File("new"));

        using var plan = JsonDocument.Parse(run.Output);
        Assert.Equal(["certificate", "start"], plan.RootElement.GetProperty("plan").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public async Task Is_content_with_a_certificate_of_a_single_day()
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", "--days", "1", "--json", "--output", _folder.Path);

        Assert.Equal((0, "passed"), (run.ExitCode, Outcome(run, "not-expiring")));
    }

    [Fact]
    public async Task Tells_what_down_would_do_and_does_none_of_it()
    {
        _ = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);
        string[] before = Everything();

        Cli dry = await Cli.RunAsync("down", "--endpoint", "--dry-run", "--json", "--output", _folder.Path);
        string[] after = Everything();
        Cli down = await Cli.RunAsync("down", "--endpoint", "--output", _folder.Path);
        Cli again = await Cli.RunAsync("down", "--endpoint", "--dry-run", "--output", _folder.Path);

        using var plan = JsonDocument.Parse(dry.Output);
        Assert.Equal(["trust"], plan.RootElement.GetProperty("plan").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
        Assert.Equal(before, after);
        Assert.Equal((0, 0), (down.ExitCode, again.ExitCode));
        Assert.Equal("Nothing is to do.", again.Output.Trim());
    }

    [Theory]
    [InlineData("SQLTLS3017")]
    [InlineData("SQLTLS2106", "--endpoint", "--days", "-1")]
    [InlineData("SQLTLS2106", "--endpoint", "--days", "0")]
    [InlineData("SQLTLS2107", "--endpoint", "--key-size", "1024")]
    [InlineData("SQLTLS2105", "--endpoint", "--dns-name", "two words")]
    [InlineData("SQLTLS2105", "--endpoint", "--dns-name", "*.*")]
    [InlineData("SQLTLS5002", "--endpoint", "--timeout", "0")]
    [InlineData("SQLTLS5002", "--endpoint", "--renew-before", "-1")]
    [InlineData("SQLTLS5002", "--endpoint", "--tls-protocols", "1.2\n1.3")]
    [InlineData("SQLTLS5002", "--endpoint", "--tls-ciphers", "")]
    [InlineData("SQLTLS2106", "--endpoint", "--days", "3", "--renew-before", "3")]
    [InlineData("SQLTLS5002", "--container", "no-such-container", "--keep-running")]
    public async Task Refuses_wrong_words_before_anything_is_touched(string code, params string[] words)
    {
        Cli run = await Cli.RunAsync(["up", .. words, "--output", _folder.File("new")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error {code}:", run.Error);
        Assert.Empty(run.Output);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public async Task Says_where_it_cannot_write()
    {
        string file = _folder.Write("a-file", "");

        Cli run = await Cli.RunAsync("up", "--endpoint", "--output", Path.Combine(file, "below"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("SQLTLS2110", run.Error);
    }

    [Theory]
    [InlineData("--tls-protocols", "9.9")]
    [InlineData("--tls-ciphers", "NONSENSE")]
    public async Task Puts_its_folder_back_when_the_server_does_not_start(string option, string value)
    {
        Cli run = await Cli.RunAsync("up", "--endpoint", option, value, "--output", _folder.Path);

        Assert.Equal(4, run.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task Keeps_a_gitignore_of_the_users_own_and_says_what_it_may_let_through()
    {
        _ = _folder.Write(".gitignore", "bin/\n");

        Cli plain = await Cli.RunAsync("up", "--endpoint", "--output", _folder.Path);
        Cli keyed = await Cli.RunAsync("up", "--endpoint", "--keep-key", "--output", _folder.Path);

        Assert.Equal("bin/\n", await File.ReadAllTextAsync(_folder.File(".gitignore")));
        Assert.DoesNotContain(".gitignore", plain.Error);
        Assert.Contains("see that it leaves out server.key, server.pfx.", keyed.Error);
    }

    [Theory]
    [InlineData("server.crt")]
    [InlineData("authority.crt")]
    public async Task Overwrites_no_private_key_whatever_its_file_is_called(string name)
    {
        string key = CertificateChain.Make().Key;
        _ = _folder.Write(name, key);

        Cli run = await Cli.RunAsync("up", "--endpoint", "--output", _folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2108", run.Error);
        Assert.Equal(key, await File.ReadAllTextAsync(_folder.File(name)));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    private string[] Everything() =>
        [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToBase64String(File.ReadAllBytes(file))}")];

    private static string? Outcome(Cli run, string id)
    {
        using var report = JsonDocument.Parse(run.Output);
        return report.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id).GetProperty("outcome").GetString();
    }
}
