using System.Text.Json.Serialization;

namespace SqlTls.Connector.Wire;

/// <summary>The JSON lines between the library and this process.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class WireJson : JsonSerializerContext;
