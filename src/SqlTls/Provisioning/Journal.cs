using System.Text.Json;
using System.Text.Json.Serialization;
using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>What a later run needs to undo this one, kept with the instance. It is written before the first change.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Original">How things were before the first <c>up</c>; <c>down</c> restores it.</param>
/// <param name="Before">How things were before the change that is under way; null when none is.</param>
/// <param name="Written">What the last change left behind; null before one has ended.</param>
internal sealed record Journal(int Schema, Snapshot Original, Snapshot? Before, Snapshot? Written)
{
    public static Journal? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text, JournalContext.Default.Journal) is { Schema: 1, Original.Values: not null } journal && IsWhole(journal.Before) && IsWhole(journal.Written)
                ? journal
                : throw Snapshot.Unreadable(null);
        }
        catch (JsonException exception)
        {
            throw Snapshot.Unreadable(exception);
        }
    }

    public string Write() => JsonSerializer.Serialize(this, JournalContext.Default.Journal);

    private static bool IsWhole(Snapshot? snapshot) => snapshot is null or { Values: not null };
}

/// <summary>Serialization code made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Journal))]
internal sealed partial class JournalContext : JsonSerializerContext;
