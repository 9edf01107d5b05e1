namespace SqlTls.Settings;

/// <summary>Where a settingstands in the text: its lines, and the value in them without the blanks around it.</summary>
internal sealed record ConfEntry(string Section, string Key, int Start, int End, int ValueStart, int ValueEnd)
{
    public bool Is(string section, string key) =>
        string.Equals(Section, section, StringComparison.OrdinalIgnoreCase) && string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);
}
