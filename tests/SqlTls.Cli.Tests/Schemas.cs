using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;
using SqlTls.Audit;
using SqlTls.Endpoint;
using SqlTls.Instances.Windows;
using SqlTls.Reports;
using SqlTls.Settings;

namespace SqlTls.Cli.Tests;

/// <summary>What the verbs print as JSON is what docs/schemas says, and nothing that is not said there.</summary>
public sealed partial class Schemas : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("up", "up", "--endpoint")]
    [InlineData("up", "up", "--endpoint", "--force-strict")]
    [InlineData("plan", "up", "--endpoint", "--dry-run")]
    [InlineData("plan", "down", "--endpoint", "--dry-run")]
    [InlineData("plan", "certificate", "create", "--dry-run")]
    [InlineData("plan", "trust", "remove", "--all", "--dry-run")]
    [InlineData("certificate-create", "certificate", "create", "--dns-name", "sql.test")]
    [InlineData("certificate-create", "certificate", "request", "--dns-name", "sql.test")]
    [InlineData("connection-string", "connection-string", "--server", "db")]
    [InlineData("error", "up", "--endpoint", "--days", "0")]
    [InlineData("error", "nonsense")]
    [InlineData("error", "audit", "nowhere/at/all", "--format", "json")]
    [InlineData("error", "probe", "--file", "nowhere/at/all.txt", "--format=json")]
    public async Task Of_what_needs_nothing_but_words(string schema, params string[] words) =>
        await HoldsAsync(schema, await Cli.RunAsync([.. words, .. words.Contains("nonsense") ? Array.Empty<string>() : ["--output", _folder.Path], "--json"]));

    [Fact]
    public async Task Of_the_verbs_that_take_a_certificate()
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        string pfx = _folder.File("server.pfx");

        await HoldsAsync("certificate-create", await Cli.RunAsync("certificate", "import", pfx, "--output", _folder.File("in"), "--json"));
        await HoldsAsync("certificate-create", await Cli.RunAsync("certificate", "export", pfx, "--output", _folder.File("out"), "--json"));
        await HoldsAsync("certificate-check", await Cli.RunAsync("certificate", "check", pfx, "--json"));
        await HoldsAsync("certificate-check", await Cli.RunAsync("certificate", "check", pfx, "--dns-name", "other.test", "--json"));
    }

    [Fact]
    public async Task Of_the_verbs_that_look_at_a_server()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        await HoldsAsync("probe", await Cli.RunAsync("probe", endpoint.Server, "--json"));
        await HoldsAsync("probe", await Cli.RunAsync("probe", "127.0.0.1,1", "--timeout", "2", "--json"));
        await HoldsAsync("up", await Cli.RunAsync("verify", "--server", endpoint.Server, "--authority", endpoint.AuthorityFile, "--json"));
        await HoldsAsync("up", await Cli.RunAsync("verify", "--server", "127.0.0.1,1", "--timeout", "2", "--json"));
    }

    [Fact]
    public async Task Of_the_verbs_that_look_at_a_list_of_servers()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        string list = _folder.Write("servers.txt", $"{endpoint.Server}\n127.0.0.1,1\n");

        await HoldsAsync("probe-fleet", await Cli.RunAsync("probe", "--file", list, "--timeout", "2", "--json"));
        await HoldsAsync("verify-fleet", await Cli.RunAsync("verify", "--file", list, "--timeout", "2", "--authority", endpoint.AuthorityFile, "--json"));
    }

    [Fact]
    public async Task Of_trust()
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        string[] where = ["--authority", _folder.File("authority.crt"), "--scope", "step", "--output", _folder.File("trust")];

        await HoldsAsync("plan", await Cli.RunAsync(["trust", "add", .. where, "--dry-run", "--json"]));
        await HoldsAsync("trust-change", await Cli.RunAsync(["trust", "add", .. where, "--json"]));
        await HoldsAsync("trust", await Cli.RunAsync("trust", "list", "--scope", "step", "--output", _folder.File("trust"), "--json"));
        await HoldsAsync("trust-change", await Cli.RunAsync(["trust", "remove", .. where, "--json"]));
    }

    [Theory]
    [InlineData("kubernetes")]
    [InlineData("compose")]
    public async Task Of_manifests(string kind) =>
        await HoldsAsync("manifest", await Cli.RunAsync("manifest", kind, "--accept-eula", "--days", "30", "--dns-name", "sql.test", "--output", _folder.Path, "--json"));

    [Fact]
    public async Task Of_the_audit() => await HoldsAsync(
        "audit", await Cli.RunAsync("audit", _folder.Write("a.json", """{"A": "Server=db;Initial Catalog=x;Encrypt=false"}"""), "--json"));

    [Fact]
    public async Task Of_down() => await HoldsAsync("down", ReportJson.Write(new DownReport(1, Changed: true, Restarts: 1)));

    // The verbs run on Windows alone; what they hand to the writer is made here.
    [Fact]
    public async Task Of_instances()
    {
        InstanceOnMachine bare = new("MSSQLSERVER", "MSSQL16.MSSQLSERVER", RegistryBits.Bits64, null, "MSSQLSERVER", null, null, TlsSettings.None);
        InstanceOnMachine full = new(
            "EXPRESS", "MSSQL17.EXPRESS", RegistryBits.Bits64, new Version(17, 0, 1000, 7), "MSSQL$EXPRESS", @"NT SERVICE\MSSQL$EXPRESS", 1433, TlsSettings.None with { ForceEncryption = true, Thumbprint = new string('a', 40) });

        await HoldsAsync("instances", ReportJson.Write(InstancesReport.Of([])));
        await HoldsAsync("instances", ReportJson.Write(InstancesReport.Of([bare, full])));
    }

    [Fact]
    public async Task Of_client() => await HoldsAsync("client", ReportJson.Write(ClientReport.Of(
        [new ClientFlag("OLE DB Driver 19", RegistryBits.Bits64, "Force protocol encryption", 0, 2), new ClientFlag("Native Client 11", RegistryBits.Bits32, "Trust Server Certificate", 1, 0)])));

    [Fact]
    public async Task Of_a_line_of_the_endpoint() => await HoldsAsync(
        "endpoint", ReportJson.WriteLine(new EndpointReport("good", "127.0.0.1,1433", 1433, "/authority.crt", new string('a', 40), "sa", "secret")));

    [Theory]
    [InlineData("encryption", "\"sometimes\"")]
    [InlineData("reachable", "1")]
    [InlineData("chain", "[\"AB\"]")]
    [InlineData("more", "true")]
    public async Task Refuse_what_they_do_not_say(string property, string value)
    {
        Cli run = await Cli.RunAsync("probe", "127.0.0.1,1", "--timeout", "2", "--json");
        Dictionary<string, JsonElement> report = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(run.Output)!;
        report[property] = JsonDocument.Parse(value).RootElement;

        Assert.NotEmpty((await ReadAsync("probe")).Validate(JsonSerializer.Serialize(report)));
    }

    [Fact]
    public async Task Of_settings_take_what_docs_shows() => Assert.Empty((await JsonSchema.FromFileAsync(Repository.File("docs/schemas/sqltls-settings.json"))).Validate(
        SettingsExample().Match(await File.ReadAllTextAsync(Repository.File("docs/audit.md"))).Groups[1].Value));

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"$schema":"https://example.org/sqltls-settings.json"}""", true)]
    [InlineData("""{"rules":[],"ignore":[]}""", true)]
    [InlineData("""{"rules":[{"severity":"off"},{"rule":"SQLTLS1002","files":"tests/**","severity":"note"}]}""", true)]
    [InlineData("""{"ignore":[{"reason":"a lab"},{"rule":"SQLTLS1001","files":"a.cs","reason":"b","until":"2030-01-31"}]}""", true)]
    [InlineData("""[]""", false)]
    [InlineData("""{"rule":[]}""", false)]
    [InlineData("""{"rules":[{"rule":"SQLTLS1002"}]}""", false)]
    [InlineData("""{"rules":[{"rule":"SQLTLS2001","severity":"off"}]}""", false)]
    [InlineData("""{"rules":[{"severity":"fatal"}]}""", false)]
    [InlineData("""{"rules":[{"severity":1}]}""", false)]
    [InlineData("""{"ignore":[{"reason":"b","until":"tomorrow"}]}""", false)]
    [InlineData("""{"ignore":[{"reason":"b","file":"a"}]}""", false)]
    public async Task Of_settings_take_and_refuse_what_the_audit_does(string settings, bool isTaken)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Repository.File("docs/schemas/sqltls-settings.json"));
        string file = _folder.Write(AuditSettings.FileName, settings);

        Assert.Equal(isTaken, schema.Validate(settings).Count == 0);
        Assert.Equal(isTaken, Record.Exception(() => AuditSettings.Read(file)) is null);
    }

    [Fact]
    public async Task Are_all_held_by_a_test()
    {
        string tests = await File.ReadAllTextAsync(Repository.File("tests/SqlTls.Cli.Tests/Schemas.cs"));

        Assert.All(
            Directory.EnumerateFiles(Repository.File("docs/schemas"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!),
            schema => Assert.True(tests.Contains($"\"{schema}\"", StringComparison.Ordinal) || tests.Contains($"/{schema}.json\"", StringComparison.Ordinal), schema));
    }

    [GeneratedRegex("```json\\s+(\\{\\s+\"rules\".*?)```", RegexOptions.Singleline)]
    private static partial Regex SettingsExample();

    private static Task HoldsAsync(string schema, Cli run) => HoldsAsync(schema, run.Output);

    private static async Task HoldsAsync(string schema, string json)
    {
        ICollection<ValidationError> errors = (await ReadAsync(schema)).Validate(json);

        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors) + Environment.NewLine + json);
        using var document = JsonDocument.Parse(json);
        // The judge does not know the keyword const.
        Assert.Equal(schema == "endpoint" ? JsonValueKind.Undefined : JsonValueKind.Number, document.RootElement.TryGetProperty("schema", out JsonElement version) ? version.ValueKind : default);
    }

    private static async Task<JsonSchema> ReadAsync(string schema)
    {
        JsonSchema read = await JsonSchema.FromFileAsync(Repository.File($"docs/schemas/{schema}.json"));
        Close(read);
        return read;
    }

    // A schema leaves room for what later versions add; what this version prints must be in it.
    private static void Close(JsonSchema schema)
    {
        if (schema.Properties.Count > 0)
        {
            schema.AllowAdditionalProperties = false;
        }

        foreach (JsonSchema part in schema.Properties.Values.Concat(schema.OneOf).Append(schema.Item).Append(schema.Reference).OfType<JsonSchema>())
        {
            Close(part);
        }
    }
}
