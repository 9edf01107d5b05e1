using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Reports;

/// <summary>The JSON that tools read; its shapes are public and have a JSON Schema each under docs/schemas.</summary>
public static class ReportJson
{
    private static readonly ReportContext Indented = new(Options(indented: true));
    private static readonly ReportContext OneLine = new(Options(indented: false));

    /// <summary>A report as one JSON document over several lines.</summary>
    /// <typeparam name="T">A report of this namespace.</typeparam>
    /// <param name="report">What to write.</param>
    public static string Write<T>(T report) => JsonSerializer.Serialize(report, TypeInfo<T>(Indented));

    /// <summary>A report as one line, for streams of them.</summary>
    /// <typeparam name="T">A report of this namespace.</typeparam>
    /// <param name="report">What to write.</param>
    public static string WriteLine<T>(T report) => JsonSerializer.Serialize(report, TypeInfo<T>(OneLine));

    /// <summary>Reads a report that was written here.</summary>
    /// <typeparam name="T">A report of this namespace.</typeparam>
    /// <param name="json">The document.</param>
    /// <exception cref="JsonException">It is not one.</exception>
    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, TypeInfo<T>(Indented)) ?? throw new JsonException("The document is null.");

    private static JsonTypeInfo<T> TypeInfo<T>(ReportContext context) => (JsonTypeInfo<T>)context.GetTypeInfo(typeof(T))!;

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        // Messages hold quotes and names in any script; the document is JSON, never a piece of HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<Severity>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<CheckOutcome>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<ServerEncryption>(JsonNamingPolicy.CamelCase),
        },
    };
}
