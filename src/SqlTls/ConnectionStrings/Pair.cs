namespace SqlTls.ConnectionStrings;

/// <summary>One keyword of a string and its value; <see cref="Value"/> is null where nothing follows the equals sign.</summary>
internal readonly record struct Pair(string Key, string? Value, int KeyStart, int ValueStart, int ValueLength)
{
    /// <summary>Keeps the value, which may be a password, out of logs.</summary>
    public override string ToString() => $"{Key} at {KeyStart}";

    /// <summary>What the keyword means.</summary>
    public Word Word { get; init; } = Words.Of(Key, Value);
}
