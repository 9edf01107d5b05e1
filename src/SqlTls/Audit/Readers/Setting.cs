namespace SqlTls.Audit.Readers;

/// <summary>One setting of a file and where it stands.</summary>
/// <param name="Key">Its name.</param>
/// <param name="KeyOffset">Where the name starts in the file.</param>
/// <param name="Value">Its value, decoded.</param>
/// <param name="Offsets">Where each character of the value stands in the file.</param>
internal sealed record Setting(string Key, int KeyOffset, string Value, int[] Offsets)
{
    /// <summary>Keeps the value, which may be a password, out of logs.</summary>
    public override string ToString() => $"{Key} at {KeyOffset}";
}
