namespace SqlTls.Settings;

/// <summary>Where a section stands in the text: its header line, and the end of the last line in it that is not blank.</summary>
internal sealed record ConfSection(string Name, int Start, int HeaderEnd, int ContentEnd)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
