using System.Text.Json;
using System.Text.Json.Serialization;

namespace SqlTls.Audit;

/// <summary>The two files that users keep beside their code, settings and baseline; read and written by code made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SettingsFile))]
[JsonSerializable(typeof(BaselineFile))]
internal sealed partial class AuditFileContext : JsonSerializerContext;
