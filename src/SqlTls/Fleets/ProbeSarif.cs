using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqlTls.Fleets;

/// <summary>What probes found, as SARIF 2.1.0: each finding at the server's line in the list.</summary>
public static class ProbeSarif
{
    /// <summary>One run with its rules and results.</summary>
    /// <param name="probed">The servers.</param>
    /// <param name="list">The list's path; null where the servers come from none.</param>
    public static string Write(IEnumerable<FleetProbed> probed, string? list)
    {
        (FleetProbed Server, Finding Finding)[] results = [.. probed.SelectMany(server => server.Report.Findings.Select(finding => (server, finding)))];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, results.Select(result => result.Finding.Code).Distinct().Order(StringComparer.Ordinal));
            json.WriteStartArray("results");
            foreach ((FleetProbed server, Finding finding) in results)
            {
                WriteResult(json, server, finding, list);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteTool(Utf8JsonWriter json, IEnumerable<string> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "sqltls");
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

    private static void WriteResult(Utf8JsonWriter json, FleetProbed server, Finding finding, string? list)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code);
        json.WriteString("level", finding.Severity.ToString().ToLowerInvariant());
        json.WriteStartObject("message");
        json.WriteString("text", $"{server.Report.Server}: {finding.Message} {finding.Cure}".TrimEnd());
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (list is not null)
        {
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", list.Replace('\\', '/'));
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", server.Server.Line);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", server.Report.Server);
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("server/v1", $"{server.Report.Server}#{finding.Code}");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
