using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqlTls.Sarif;

/// <summary>Findings as SARIF 2.1.0, the form in which code scanning takes them.</summary>
internal static class SarifDocument
{
    /// <summary>One run with its rules and results.</summary>
    /// <param name="rules">Every rule that a result names, and those that found nothing.</param>
    /// <param name="results">What was found.</param>
    /// <param name="writeProperties">Writes what else is known of the run, as properties of an object that is open; null for nothing.</param>
    public static string Write(IReadOnlyList<SarifRule> rules, IEnumerable<SarifResult> results, Action<Utf8JsonWriter>? writeProperties = null)
    {
        Dictionary<string, int> indexes = rules.Select((rule, index) => (rule.Code, index)).ToDictionary(rule => rule.Code, rule => rule.index, StringComparer.Ordinal);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            WriteTool(json, rules);
            json.WriteStartArray("results");
            foreach (SarifResult result in results)
            {
                WriteResult(json, result, indexes[result.Rule]);
            }

            json.WriteEndArray();
            if (writeProperties is not null)
            {
                json.WriteStartObject("properties");
                writeProperties(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<SarifRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "sqltls");
        json.WriteString("version", typeof(SarifDocument).Assembly.GetName().Version!.ToString(3));
        json.WriteString("informationUri", HelpLink.Repository);
        json.WriteStartArray("rules");
        foreach (SarifRule rule in rules)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, SarifRule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Code);
        if (rule.Name is not null)
        {
            json.WriteString("name", rule.Name);
        }

        WriteText(json, "shortDescription", rule.Title);
        WriteText(json, "fullDescription", rule.Description);
        WriteText(json, "help", $"{rule.Description} See {HelpLink.For(rule.Code)}".TrimStart());
        json.WriteString("helpUri", HelpLink.For(rule.Code));
        if (rule.Default is { } configuration)
        {
            json.WriteStartObject("defaultConfiguration");
            json.WriteBoolean("enabled", configuration.Enabled);
            json.WriteString("level", Level(configuration.Severity));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    private static void WriteResult(Utf8JsonWriter json, SarifResult result, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", result.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(result.Severity));
        WriteText(json, "message", result.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, result);
        json.WriteEndArray();
        if (result.Fingerprint is { } fingerprint)
        {
            json.WriteStartObject("partialFingerprints");
            json.WriteString(fingerprint.Kind, fingerprint.Value);
            json.WriteEndObject();
        }

        if (result.Fix is { } fix)
        {
            WriteFix(json, fix);
        }

        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, SarifResult result)
    {
        json.WriteStartObject();
        if (result.Place is { } place)
        {
            json.WriteStartObject("physicalLocation");
            WriteFile(json, place.File);
            WriteRegion(json, "region", place, length: null);
            json.WriteEndObject();
        }

        if (result.Resource is { } resource)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", resource);
            json.WriteString("kind", "resource");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, SarifFix fix)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", fix.Description);
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteFile(json, fix.Place.File);
        json.WriteStartArray("replacements");
        json.WriteStartObject();
        WriteRegion(json, "deletedRegion", fix.Place, fix.Length);
        WriteText(json, "insertedContent", fix.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SarifPlace place, int? length)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine", place.Line);
        if (place.Column is { } column)
        {
            json.WriteNumber("startColumn", column);
            if (length is { } characters)
            {
                json.WriteNumber("endColumn", column + characters);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, string file)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteStartObject(name);
            json.WriteString("text", text);
            json.WriteEndObject();
        }
    }
}
