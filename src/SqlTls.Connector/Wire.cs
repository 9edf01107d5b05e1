using System.Text.Json.Serialization;

namespace SqlTls.Connector;

/// <summary>The JSON lines between the library and this process.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class Wire : JsonSerializerContext;
