namespace SqlTls.Instances;

/// <summary>Everything that a change touches, as it was before it, in the words of the instance that took it: nobody else reads it.</summary>
/// <param name="Values">What was there, by place; null where nothing was.</param>
public sealed record Snapshot(IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>What a journal or a snapshot in it that nobody can read ends with.</summary>
    /// <param name="cause">Why; null where it says what no version wrote.</param>
    internal static SqlTlsException Unreadable(Exception? cause) => new(
        Failure.Surroundings,
        InstanceCodes.Journal,
        "The journal that is kept with the instance cannot be read.",
        "Run a version of sqltls that knows it, or put the settings right by hand and delete the journal.",
        cause);

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

    /// <summary>This one, without places that are as they were.</summary>
    /// <param name="places">Which ones.</param>
    public Snapshot Without(IReadOnlyCollection<string> places) =>
        new(Values.Where(entry => !places.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal));
}
