using System.Globalization;

namespace SqlTls;

/// <summary>What a file or a server says, as a terminal or a log may show it.</summary>
public static class PlainText
{
    /// <summary>The text in one line, with a <c>?</c> for everything that would move a cursor, start a line or turn the direction of reading.</summary>
    /// <param name="text">A name or a value of whatever origin.</param>
    public static string Of(string text) => text.Any(Steers) ? string.Concat(text.Select(c => Steers(c) ? '?' : c)) : text;

    private static bool Steers(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
