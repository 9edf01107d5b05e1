namespace SqlTls.Instances;

/// <summary>Everything that a change touches, as it was before it, in the words of the instance that took it: nobody else reads it.</summary>
/// <param name="Values">What was there, by place; null where nothing was.</param>
public sealed record Snapshot(IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>This one, with what only the other one holds: how things were before the first of several changes.</summary>
    /// <param name="later">A snapshot that was taken later.</param>
    public Snapshot With(Snapshot later)
    {
        var values = new Dictionary<string, string?>(later.Values, StringComparer.Ordinal);
        foreach ((string place, string? value) in Values)
        {
            values[place] = value;
        }

        return new Snapshot(values);
    }
}
