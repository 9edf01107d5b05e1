using System.Buffers;

namespace SqlTls.ConnectionStrings;

/// <summary>Where a connection string ends in a text that holds other words around it.</summary>
internal static class StringEnd
{
    private const string Quotes = "\"'";

    private static readonly SearchValues<char> WordStarts = SearchValues.Create(" \t=([{,:");

    private static readonly SearchValues<char> AfterAddress = SearchValues.Create("\"'`; \t\r\n");

    /// <summary>The end of <c>key=value;</c> pairs: that of the quotes around them, or of their line; alone on it, they may go on in the next.</summary>
    public static int OfPairs(string text, int start)
    {
        int limit = Math.Min(text.Length, start + Finder.LongestString);
        ReadOnlySpan<char> before = Before(text, start);
        int close = Closing(text, start, before, limit);
        return close >= 0 ? close : before.IsWhiteSpace() ? OfLines(text, start, limit) : OfLine(text, start, limit);
    }

    /// <summary>The end of an address with <c>;key=value</c> pairs behind it, which may hold blanks.</summary>
    public static int OfAddressWithPairs(string text, int start)
    {
        int end = OfPairs(text, start);
        bool isAlone = Before(text, start).IsWhiteSpace() || (end < text.Length && Quotes.Contains(text[end], StringComparison.Ordinal));
        int last = text.LastIndexOf(';', end - 1, end - start);
        return !isAlone && last > 0 && text.AsSpan(last, end - last).TrimEnd().IndexOf(' ') is var blank and > 0 ? last + blank : end;
    }

    /// <summary>The end of an address with <c>?key=value</c> behind it, or nothing: it holds no blank.</summary>
    public static int OfAddress(string text, int start)
    {
        int limit = Math.Min(text.Length, start + Finder.LongestString);
        return text.AsSpan(start, limit - start).IndexOfAny(AfterAddress) is var end and >= 0 ? start + end : limit;
    }

    /// <summary>Does it stand in a comment of its own line? A script within a document has some. Two hyphens with a word behind them are an option of a command.</summary>
    public static bool IsInComment(string text, int start) =>
        Before(text, start).TrimStart() is var line && (line.StartsWith("#") || line.StartsWith("//") || line is ['-', '-', ' ' or '\t', ..]);

    // What stands before it in its line.
    private static ReadOnlySpan<char> Before(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start)[Math.Max(0, start - Finder.LongestString)..];
        return before[(before.LastIndexOf('\n') + 1)..];
    }

    private static int Closing(string text, int start, ReadOnlySpan<char> before, int limit)
    {
        char quote = before.Count('"') % 2 == 1 ? '"' : before is [.., '\''] || IsInApostrophes(before) ? '\'' : '\0';
        return quote != '\0' && text.AsSpan(start, limit - start).IndexOf(quote) is var close and > 0 ? start + close : -1;
    }

    // One that opens stands where a word starts: elsewhere in the line it is one of everyday language.
    private static bool IsInApostrophes(ReadOnlySpan<char> before)
    {
        bool inside = false;
        for (int at = 0; at < before.Length; at++)
        {
            inside = before[at] == '\'' ? !inside && (at == 0 || WordStarts.Contains(before[at - 1])) : inside;
        }

        return inside;
    }

    private static int OfLine(string text, int start, int limit) => text.AsSpan(start, limit - start).IndexOf('\n') is var line and >= 0 ? start + line : limit;

    private static int OfLines(string text, int start, int limit)
    {
        for (int end = start; ;)
        {
            end = OfLine(text, end, limit);
            ReadOnlySpan<char> next = text.AsSpan(end, limit - end).TrimStart();
            bool open = text.AsSpan(start, end - start).TrimEnd().EndsWith(";");
            if (next.IsEmpty || !(next[0] == ';' || (open && IsPair(next))))
            {
                return end;
            }

            end = limit - next.Length;
        }
    }

    private static bool IsPair(ReadOnlySpan<char> line) => line.IndexOfAny("=;\n") is var sign and > 0 && line[sign] == '=';
}
