using System.Text;

namespace SqlTls.Settings;

/// <summary>
/// SQL Server's settings file on Linux, <c>mssql.conf</c>. An edit changes the bytes of the values it names and no others: comments, blank lines,
/// order, spelling and line ends stay. A UTF-8 byte-order mark is the exception: with one, SQL Server ignores every setting
/// (microsoft/mssql-docker #586), so it is dropped.
/// </summary>
/// <remarks>The grammar is that of Python's ConfigParser, which mssql-conf uses: <c>[section]</c>, <c>key = value</c> or <c>key: value</c>,
/// comments on lines of their own, indented lines continue a value. Names are compared without regard to case.</remarks>
public sealed class MssqlConf
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    // Latin-1 maps each byte to one character, so that text which is no UTF-8 passes through unharmed.
    private readonly string _text;
    private readonly List<ConfEntry> _entries;
    private readonly List<ConfSection> _sections;

    private MssqlConf(string text, bool hadByteOrderMark)
    {
        _text = text;
        HadByteOrderMark = hadByteOrderMark;
        (_sections, _entries) = ConfText.Read(text);
    }

    /// <summary>A file without a byte: what a server has that was never configured.</summary>
    public static MssqlConf Empty { get; } = new("", hadByteOrderMark: false);

    /// <summary>The file that was read began with a UTF-8 byte-order mark, and so had no effect. What <see cref="ToBytes"/> gives has none.</summary>
    public bool HadByteOrderMark { get; }

    /// <summary>Every setting in the order of the file, with names in lower case.</summary>
    public IEnumerable<(string Section, string Key, string Value)> Settings => _entries.Select(entry => (entry.Section, entry.Key, ValueOf(entry)));

    /// <summary>Reads the bytes of a file; any bytes will do, and lines that are no settings are kept as they are.</summary>
    /// <param name="content">The file's content.</param>
    public static MssqlConf Parse(ReadOnlySpan<byte> content)
    {
        bool marked = content.StartsWith(Mark);
        return new MssqlConf(Encoding.Latin1.GetString(marked ? content[Mark.Length..] : content), marked);
    }

    /// <summary>The value of a setting without the blanks around it; null where it is not set. Of several, the last counts.</summary>
    /// <param name="section">Such as <c>network</c>.</param>
    /// <param name="key">Such as <c>tlscert</c>.</param>
    public string? Get(string section, string key) => Find(section, key).Select(ValueOf).LastOrDefault();

    /// <summary>The file with a setting changed in place, added at the end of its section, or added with a new section at the end.</summary>
    /// <param name="section">Such as <c>network</c>; a new section is written in lower case.</param>
    /// <param name="key">Such as <c>tlscert</c>; a new key is written in lower case.</param>
    /// <param name="value">The new value, on one line; null takes the setting away.</param>
    public MssqlConf With(string section, string key, string? value)
    {
        if (value is not null && value.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("A setting's value has one line.", nameof(value));
        }

        return WithRaw(section, key, value is null ? null : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value)));
    }

    /// <summary>The file with some settings as they are in another version of it; all else stays. A section that the other version does not have goes when it is empty.</summary>
    /// <param name="original">The version to take the settings from.</param>
    /// <param name="settings">Which settings.</param>
    public MssqlConf Revert(MssqlConf original, IEnumerable<(string Section, string Key)> settings)
    {
        MssqlConf reverted = this;
        foreach ((string section, string key) in settings)
        {
            ConfEntry? before = original.Find(section, key).LastOrDefault();
            reverted = reverted.WithRaw(section, key, before is null ? null : original._text[before.ValueStart..before.ValueEnd]);
            if (!original._sections.Any(each => each.Is(section)))
            {
                reverted = reverted.WithoutEmpty(section);
            }
        }

        return reverted;
    }

    /// <summary>Are all settings the same, whatever the comments, the blanks and the order?</summary>
    /// <param name="other">Another version of the file.</param>
    public bool MeansTheSameAs(MssqlConf other) => Meaning().SetEquals(other.Meaning());

    /// <summary>The bytes to write; never with a byte-order mark.</summary>
    public byte[] ToBytes() => Encoding.Latin1.GetBytes(_text);

    private MssqlConf WithRaw(string section, string key, string? value)
    {
        List<ConfEntry> found = Find(section, key);
        if (value is null)
        {
            return found.Count == 0 ? this : Changed(found.OrderByDescending(entry => entry.Start)
                .Aggregate(_text, (text, entry) => ConfText.RemoveLines(text, entry.Start, entry.End)));
        }

        // Whichever of several the server reads, it reads this value.
        return Changed(found.Count == 0
            ? ConfText.Insert(_text, _sections, section.ToLowerInvariant(), $"{key.ToLowerInvariant()} = {value}")
            : found.OrderByDescending(entry => entry.Start).Aggregate(_text, (text, entry) => text[..entry.ValueStart] + value + text[entry.ValueEnd..]));
    }

    private MssqlConf WithoutEmpty(string section)
    {
        ConfSection? empty = _sections.LastOrDefault(each => each.Is(section) && each.ContentEnd == each.HeaderEnd);
        return empty is null ? this : Changed(ConfText.RemoveLines(_text, empty.Start, empty.HeaderEnd));
    }

    private HashSet<string> Meaning() => [.. Settings.Select(setting => $"{setting.Section}\n{setting.Key}\n{setting.Value}")];

    private MssqlConf Changed(string text) => new(text, HadByteOrderMark);

    private List<ConfEntry> Find(string section, string key) => _entries.FindAll(entry => entry.Is(section, key));

    private string ValueOf(ConfEntry entry) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(_text[entry.ValueStart..entry.ValueEnd]));
}
