using System.Text.Json;
using System.Text.Json.Serialization;

namespace SqlTls.Connector.Wire;

/// <summary>The JSON lines between the library and this process.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class WireJson : JsonSerializerContext
{
    public static string Write(Attempt attempt) => JsonSerializer.Serialize(attempt, Default.Attempt);

    public static string Write(Answer answer) => JsonSerializer.Serialize(answer, Default.Answer);

    /// <summary>An attempt; null where the line is none.</summary>
    public static Attempt? ReadAttempt(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.Attempt);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">The line is no answer.</exception>
    public static Answer ReadAnswer(string line) => JsonSerializer.Deserialize(line, Default.Answer) ?? throw new JsonException("The line is null.");
}
