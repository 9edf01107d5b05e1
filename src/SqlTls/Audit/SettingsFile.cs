using System.Text.Json.Serialization;

namespace SqlTls.Audit;

/// <summary>Settings as they stand in <c>.sqltls.json</c>.</summary>
internal sealed record SettingsFile([property: JsonPropertyName("$schema")] string? Schema, IReadOnlyList<SettingsFile.RuleEntry?>? Rules, IReadOnlyList<SettingsFile.IgnoreEntry?>? Ignore)
{
    internal sealed record RuleEntry(string? Rule, string? Files, string? Severity);

    internal sealed record IgnoreEntry(string? Rule, string? Files, string? Reason, DateOnly? Until);
}
