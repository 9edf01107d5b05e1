namespace SqlTls.Cli.Tests;

/// <summary>A password that a verb was given stands in none of its words, whether it does its work or fails.</summary>
public sealed class Canaries : IDisposable
{
    private const string Canary = "Canary-4e90-Aa1";
    private const string ConnectionString = $"Server=127.0.0.1,1;User ID=sa;Password={Canary};TrustServerCertificate=true";

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string> Verbs =>
    [
        "certificate create --dns-name sql.test --output {0}/new",
        "certificate request --dns-name sql.test --output {0}/new",
        "certificate import {0}/server.pfx --output {0}/new",
        "certificate import {0}/damaged.pfx --output {0}/new",
        "certificate check {0}/server.pfx --dns-name sql.test",
        "certificate export {0}/server.pfx --format pem --output {0}/new",
        "certificate export {0}/server.pfx --format pfx --output {0}/new",
        "manifest kubernetes --dns-name sql.test --output {0}/new",
        "manifest compose --dns-name sql.test --output {0}/new",
        "up --endpoint --certificate {0}/server.pfx --keep-key --output {0}/new",
        "down --endpoint --output {0}",
        "down --container no-such-container --output {0}",
        "trust list",
        "trust add --scope step --authority {0}/authority.crt --output {0}/new",
        "trust add --scope step --authority {0}/authority.crt --output {0}/authority.crt",
        "trust remove --scope step --authority {0}/authority.crt --output {0}/new",
        "instances",
        "probe 127.0.0.1,1",
        "verify --server 127.0.0.1,1 --timeout 2",
        "verify --connection-string-stdin --timeout 2",
        "audit {0}/appsettings.json",
        "audit {0}/appsettings.json --write-baseline {0}/new.baseline",
        "endpoint --scenario no-such-scenario",
    ];

    public void Dispose()
    {
        _folder.Dispose();
        _temporary.Dispose();
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Stand_nowhere_in_what_a_verb_says(string words)
    {
        string given = await PrepareAsync(words);

        foreach (string form in (string[])["", " --json"])
        {
            Cli run = await Cli.RunWithAsync(name => SecretVariables.Names.Contains(name) || name == "SQLTLS_TRACE" ? Value(name) : null, ConnectionString, (given + form).Split(' '));

            Assert.NotEqual("", run.Output + run.Error);
            AssertClean(run.Output + run.Error);
        }

        AssertNoFileHasIt(_folder);
    }

    [RequiresTheory("linux")]
    [MemberData(nameof(Verbs))]
    public async Task Stand_in_no_temporary_file_that_a_verb_leaves(string words)
    {
        string given = await PrepareAsync(words);

        Tool run = await Tool.RunAsync(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, .. given.Split(' ')],
            ConnectionString + "\n",
            [
                .. SecretVariables.Names.Append("SQLTLS_TRACE").Select(name => new KeyValuePair<string, string?>(name, Value(name))),
                new("TMPDIR", _temporary.Path),
                new("HOME", _temporary.Path),
                new("XDG_DATA_HOME", null),
                // The runtime's own sockets, which a reader would wait at.
                new("DOTNET_EnableDiagnostics", "0"),
            ],
            _folder.Path);

        AssertClean(run.Everything);
        AssertNoFileHasIt(_temporary);
        AssertNoFileHasIt(_folder);
    }

    private static string Value(string variable) => variable == "SQLTLS_TRACE" ? "1" : Canary;

    private static void AssertClean(string text)
    {
        Assert.DoesNotContain(Canary, text);
        Assert.DoesNotContain("PRIVATE KEY", text);
    }

    // But for the one in which the user keeps it.
    private static void AssertNoFileHasIt(TemporaryFolder folder) => Assert.DoesNotContain(
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => file != folder.File("appsettings.json")),
        file => File.ReadAllText(file).Contains(Canary, StringComparison.Ordinal));

    private async Task<string> PrepareAsync(string words)
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        _ = await Cli.RunWithAsync(
            Value, "certificate", "import", _folder.File("server.crt"), "--key", _folder.File("server.key"), "--force", "--output", _folder.Path);
        await File.WriteAllBytesAsync(_folder.File("damaged.pfx"), (await File.ReadAllBytesAsync(_folder.File("server.pfx")))[..^9]);
        _ = _folder.Write("appsettings.json", $$"""{"ConnectionStrings": {"Main": "{{ConnectionString}}"} }""");
        return string.Format(null, words, _folder.Path);
    }
}
