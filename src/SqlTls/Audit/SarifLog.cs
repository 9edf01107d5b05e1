using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqlTls.Audit;

/// <summary>Findings as SARIF 2.1.0.</summary>
public static class SarifLog
{
    /// <summary>One run with all rules, its results, and their fingerprints and fixes.</summary>
    /// <param name="result">What an audit found.</param>
    public static string Write(AuditResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            string[] rules = [.. AuditRule.All.Select(rule => rule.Code)];
            var seen = new Dictionary<(string, string), int>();
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            WriteTool(json);
            json.WriteStartArray("results");
            foreach (AuditFinding finding in result.Findings)
            {
                (string, string) key = (finding.File, finding.Fingerprint);
                seen[key] = seen.GetValueOrDefault(key) + 1;
                WriteResult(json, finding, Array.IndexOf(rules, finding.Rule), seen[key]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "sqltls");
        json.WriteString("version", typeof(SarifLog).Assembly.GetName().Version!.ToString(3));
        json.WriteString("informationUri", HelpLink.Repository);
        json.WriteStartArray("rules");
        foreach (AuditRule rule in AuditRule.All)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, AuditRule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Code);
        json.WriteString("name", rule.Name);
        WriteText(json, "shortDescription", rule.Title);
        WriteText(json, "fullDescription", rule.Description);
        WriteText(json, "help", $"{rule.Description} See {HelpLink.For(rule.Code)}");
        json.WriteString("helpUri", HelpLink.For(rule.Code));
        json.WriteStartObject("defaultConfiguration");
        json.WriteBoolean("enabled", rule.Code != AuditCodes.PasswordInFile);
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    private static void WriteResult(Utf8JsonWriter json, AuditFinding finding, int rule, int occurrence)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(finding.Severity));
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
        if (finding.Fingerprint.Length > 0)
        {
            json.WriteStartObject("partialFingerprints");
            json.WriteString("connectionString/v1", occurrence == 1 ? finding.Fingerprint : $"{finding.Fingerprint}:{occurrence}");
            json.WriteEndObject();
        }

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
