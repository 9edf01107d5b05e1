using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqlTls.ConnectionStrings;

/// <summary>Findings as SARIF 2.1.0.</summary>
public static class SarifLog
{
    /// <summary>One run with its rules, results and fixes.</summary>
    /// <param name="result">What an audit found.</param>
    public static string Write(AuditResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            string[] rules = [.. result.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal)];
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            WriteTool(json, rules);
            json.WriteStartArray("results");
            foreach (AuditFinding finding in result.Findings)
            {
                WriteResult(json, finding, Array.IndexOf(rules, finding.Rule));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteTool(Utf8JsonWriter json, string[] rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "sqltls");
        json.WriteString("version", typeof(SarifLog).Assembly.GetName().Version!.ToString(3));
        json.WriteString("informationUri", HelpLink.Repository);
        json.WriteStartArray("rules");
        foreach (string rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            json.WriteString("helpUri", HelpLink.For(rule));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, AuditFinding finding, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        WriteText(json, "message", $"{finding.Message} {finding.Cure}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteFile(json, finding.File);
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        json.WriteNumber("startColumn", finding.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        if (finding.Edit is { } edit)
        {
            WriteFix(json, finding, edit);
        }

        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, AuditFinding finding, AuditEdit edit)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", finding.Cure);
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteFile(json, finding.File);
        json.WriteStartArray("replacements");
        json.WriteStartObject();
        json.WriteStartObject("deletedRegion");
        json.WriteNumber("startLine", edit.Line);
        json.WriteNumber("startColumn", edit.Column);
        json.WriteNumber("endColumn", edit.Column + edit.Old.Length);
        json.WriteEndObject();
        WriteText(json, "insertedContent", edit.New);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter json, string file)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
