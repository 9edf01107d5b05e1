using System.Text.Json;
using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

public sealed class SarifLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_rule_has_the_address_of_its_page()
    {
        using JsonDocument log = await LogAsync();

        JsonElement[] rules = [.. Run(log).GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];

        Assert.Equal(AuditRule.All.Select(rule => rule.Code), rules.Select(rule => rule.GetProperty("id").GetString()));
        Assert.All(rules, rule => Assert.Equal(HelpLink.For(rule.GetProperty("id").GetString()!), rule.GetProperty("helpUri").GetString()));
    }

    [Fact]
    public async Task The_same_string_twice_has_two_fingerprints_that_outlive_moved_lines()
    {
        const string Bad = "[\"Server=db;Initial Catalog=x;Encrypt=false\",\n\"Server=db;Initial Catalog=x;Encrypt=false\"]";
        _folder.Write("a.json", Bad);
        using JsonDocument log = await LogAsync();
        _folder.Write("a.json", "\n\n" + Bad);
        using JsonDocument moved = await LogAsync();

        string[] fingerprints = Fingerprints(log);

        Assert.Equal(2, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints, Fingerprints(moved));
    }

    [Fact]
    public async Task A_fix_covers_the_word_that_changes_and_nothing_else()
    {
        _folder.Write("a.json", "{\n  \"A\": \"Server=db;Initial Catalog=x;Encrypt=False\"\n}");
        using JsonDocument log = await LogAsync();

        JsonElement replacement = Replacements(log).Single().Replacement;

        Assert.Equal("""{"startLine":2,"startColumn":45,"endColumn":50}""", Compact(replacement.GetProperty("deletedRegion")));
        Assert.Equal("True", replacement.GetProperty("insertedContent").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Its_fixes_make_of_a_file_what_the_tools_own_fix_makes()
    {
        string[] files =
        [
            _folder.Write("a.json", "[\"Ä Server=db;Initial Catalog=x;Encrypt=False;TrustServerCertificate=yes\",\r\n \"jdbc:sqlserver://db;encrypt=false\"]"),
            _folder.Write("with blank/b.yml", "a: |\n  Server=db;Initial Catalog=x;\n  TrustServerCertificate=True\nb: mssql://db/x?encrypt=0\n"),
            _folder.Write("c.cs", "var s = \"Server=😀;Initial Catalog=x;Encrypt=optional;\" +\n  \"TrustServerCertificate=true\";"),
        ];
        AuditResult result = await AuditAsync();
        using JsonDocument log = JsonDocument.Parse(SarifLog.Write(result));
        Dictionary<string, string> fixedBySarif = files.ToDictionary(file => file, File.ReadAllText);

        // From the end, so that no change moves another.
        foreach ((string name, JsonElement replacement) in Replacements(log).OrderByDescending(change => Start(change.Replacement)))
        {
            string file = _folder.File(Uri.UnescapeDataString(name));
            fixedBySarif[file] = Replaced(fixedBySarif[file], replacement);
        }

        foreach (IGrouping<string, AuditFinding> file in result.Findings.Where(finding => finding.Edit is not null).GroupBy(finding => finding.File))
        {
            await AuditFix.ApplyAsync(_folder.File(file.Key), file.Select(finding => finding.Edit!));
        }

        Assert.Equal(7, result.Findings.Count(finding => finding.Edit is not null));
        Assert.All(files, file => Assert.Equal(File.ReadAllText(file), fixedBySarif[file]));
        Assert.DoesNotContain((await AuditAsync()).Findings, finding => finding.Edit is not null);
    }

    private static (int, int) Start(JsonElement replacement) =>
        (replacement.GetProperty("deletedRegion").GetProperty("startLine").GetInt32(), replacement.GetProperty("deletedRegion").GetProperty("startColumn").GetInt32());

    private static string Replaced(string text, JsonElement replacement)
    {
        JsonElement region = replacement.GetProperty("deletedRegion");
        (int line, int column) = Start(replacement);
        int at = text.Split('\n').Take(line - 1).Sum(before => before.Length + 1) + column - 1;
        int length = region.GetProperty("endColumn").GetInt32() - column;
        return text.Remove(at, length).Insert(at, replacement.GetProperty("insertedContent").GetProperty("text").GetString()!);
    }

    private static IEnumerable<(string File, JsonElement Replacement)> Replacements(JsonDocument log) => Results(log)
        .Where(result => result.TryGetProperty("fixes", out _))
        .Select(result => result.GetProperty("fixes").EnumerateArray().Single().GetProperty("artifactChanges").EnumerateArray().Single())
        .Select(change => (change.GetProperty("artifactLocation").GetProperty("uri").GetString()!, change.GetProperty("replacements").EnumerateArray().Single()));

    private static string[] Fingerprints(JsonDocument log) => [.. Results(log).Select(result => result.GetProperty("partialFingerprints").GetProperty("connectionString/v1").GetString()!)];

    private static JsonElement[] Results(JsonDocument log) => [.. Run(log).GetProperty("results").EnumerateArray()];

    private static JsonElement Run(JsonDocument log) => log.RootElement.GetProperty("runs").EnumerateArray().Single();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private async Task<JsonDocument> LogAsync() => JsonDocument.Parse(SarifLog.Write(await AuditAsync()));

    private Task<AuditResult> AuditAsync() => ConnectionStringAudit.RunAsync(new([_folder.Path], _folder.Path));
}
