using SqlTls.Audit;

namespace SqlTls.Tests.Audit;

/// <summary>A file that is not what its name says is read as far as it goes, and told; a file that people merely write in their own way is not.</summary>
public class FlawTests
{
    private const string Good = "Server=db;Initial Catalog=x;Encrypt=true";

    [Theory]
    [InlineData("a.json", "{\n  \"a\": \"" + Good + "\"\n", "1:1")]
    [InlineData("a.json", "[\"" + Good + "\"]\n]", "2:1")]
    [InlineData("a.json", "[\"" + Good + "\"}", "1:44")]
    [InlineData("a.json", "[\"" + Good + ",\n\"b\"]", "1:2")]
    [InlineData("a.json", "[\"" + Good + "\"] /* and so on", "1:46")]
    [InlineData("a.ipynb", "{\"source\": [\"" + Good + "\"\n", "1:12")]
    [InlineData("a.config", "<a>\n<add connectionString=\"" + Good + "\"/>\n</b>", "3:3")]
    [InlineData("a.config", "<a>\n<add connectionString=\"" + Good + " />\n</a>", "3:1")]
    [InlineData("a.config", "<a>\n<add connectionString=" + Good + " />\n</a>", "2:23")]
    [InlineData("a.config", "<a b=\"" + Good + "\"><!-- and so on", "1:63")]
    [InlineData("a.config", "<a b=\"" + Good + "\">", "1:49")]
    [InlineData("a.yml", "a: " + Good + "\nb: \"open\nc: d\n", "2:4")]
    [InlineData("a.yml", "a: " + Good + "\n\tb: c\n", "1:4")]
    public void A_broken_file_is_told_where_it_breaks(string name, string content, string place) =>
        Assert.Equal($"{place} {AuditCodes.ReadInPart}", Findings.In(name, content));

    [Theory]
    [InlineData("a.json", "// all of it\n{ /* one */ \"a\": '" + Good + "', b: [1, 2,], url: \"http://x/{y\\\"]\", }")]
    [InlineData("a.json", "{\"a\": \"" + Good + "\"}\n{\"a\": 2}\n")]
    [InlineData("a.json", "{\"a\": \"" + Good + "\", \"port\": #{Port}#, \"x\": {{ values.x }}, {% if y %} ] {% endif %}")]
    [InlineData("a.config", "<a b=\"" + Good + "\"/><xdt:c xdt:Transform=\"Replace\"/>")]
    [InlineData("a.config", "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<!-- one --><a b=\"" + Good + "\"><c>&#1;</c></a>\n")]
    [InlineData("a.config", "<!DOCTYPE a [<!ENTITY e \"x\">]><a b=\"" + Good + "\">&e;</a>")]
    [InlineData("a.config", "[core]\n  a = " + Good + "\n")]
    [InlineData("a.xml", "<a b=\"" + Good + "\">{{#if c}}<d>{{else}}<e>{{/if}}</a>")]
    [InlineData("a.aspx", "<%@ Page %><a b=\"" + Good + "\"><br><%= x %>")]
    [InlineData("a.master", "<html><br><a b=\"" + Good + "\"></html>")]
    [InlineData("a.odc", "<html><meta content=x><xml><odc:a><odc:ConnectionString>" + Good + "</odc:ConnectionString></odc:a></xml></html>")]
    [InlineData("a.yml", "a: " + Good + "\n{{- if .Values.x }}\nb: {{ .Values.b }}\n{{- end }}\n")]
    [InlineData("a.yml", "---\na: &a " + Good + "\nb: [*a, *a]\n---\nc: &c {d: *a}\n<<: *c\n")]
    [InlineData("a.cs", "var s = \"" + Good + "\"; }}}")]
    public void What_people_write_is_not_told(string name, string content) => Assert.Equal("", Findings.In(name, content));

    [Theory]
    [InlineData("a.json", "[", "]", "1:1001")]
    [InlineData("a.xml", "<a>", "</a>", "1:3005")]
    [InlineData("a.yml", "[", "]", "1:101")]
    public void A_file_nested_100_000_deep_is_told_and_what_stands_inside_is_found(string name, string open, string close, string place)
    {
        string Repeated(string part) => string.Concat(Enumerable.Repeat(part, 100_000));
        string inside = name == "a.xml" ? "<b c=\"Server=db;Initial Catalog=x;Encrypt=false\"/>" : "\"Server=db;Initial Catalog=x;Encrypt=false\"";

        string[] findings = Findings.In(name, Repeated(open) + "\n" + inside + "\n" + Repeated(close)).Split(',');

        Assert.Equal(2, findings.Length);
        Assert.Equal($"{place} {AuditCodes.ReadInPart}", findings.Single(finding => finding.EndsWith(AuditCodes.ReadInPart, StringComparison.Ordinal)));
        Assert.StartsWith("2:", findings.Single(finding => finding.EndsWith(AuditCodes.EncryptionOff, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a1: &a1 [*a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0]\n")]
    [InlineData("a1: &a1\n- *a0\n- *a0\n- *a0\n- *a0\n- *a0\n- *a0\n- *a0\n- *a0\n- *a0\n- *a0\n")]
    [InlineData("a1: &a1\n  b: *a0\n  c: *a0\n  d: *a0\n  e: *a0\n  f: *a0\n  g: *a0\n  h: *a0\n  i: *a0\n  j: *a0\n  k: *a0\n")]
    public void A_YAML_file_that_would_grow_without_end_is_told_and_not_expanded(string level)
    {
        string levels = string.Concat(Enumerable.Range(1, 9).Select(i => level.Replace("a1", $"a{i}", StringComparison.Ordinal).Replace("a0", $"a{i - 1}", StringComparison.Ordinal)));

        string finding = Findings.In("a.yml", "a0: &a0 " + Good + "\n" + levels);

        Assert.EndsWith(AuditCodes.ReadInPart, finding);
        Assert.DoesNotContain(',', finding);
    }

    [Fact]
    public void What_is_told_of_a_broken_file_quotes_nothing_of_it()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.config", "<add connectionString=\"Server=db;Encrypt=true;Password=\"hunter2\"/>");

        AuditFinding finding = Assert.Single(ConnectionStringAudit.AuditFile(file, new([], folder.Path)).Findings, finding => finding.Rule == AuditCodes.ReadInPart);

        Assert.DoesNotContain("hunter2", finding.Message + finding.Cure);
    }
}
