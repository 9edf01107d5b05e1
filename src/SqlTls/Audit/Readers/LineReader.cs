using System.Globalization;
using SqlTls.Audit.Files;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>
/// Files of one setting a line: <c>.env</c>, properties, <c>odbc.ini</c>, DSN and UDL files. A line may hold a whole connection string;
/// the lines of a section, or those whose names start alike, may make up one together. Comments are left out.
/// </summary>
internal static class LineReader
{
    private const int LongestName = 100;

    /// <summary>What a text of lines holds.</summary>
    /// <param name="file">The text.</param>
    /// <param name="token">Says where the reading is.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="quotesSpanLines">A value in quotes may go on over a line's end.</param>
    public static IEnumerable<Literal> Read(string file, Token token, int start = 0, bool quotesSpanLines = false)
    {
        var literal = new LiteralText();
        var section = new List<Setting>();
        while (start < file.Length)
        {
            token.Start = start;
            int end = End(file, start, quotesSpanLines);
            int first = start + file.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\uFEFF");
            if (first >= start && !IsComment(file.AsSpan(first, end - first)))
            {
                if (file[first] == '[')
                {
                    foreach (Literal together in Together(section))
                    {
                        yield return together;
                    }

                    section.Clear();
                }

                Setting? setting = Split(file, first, end);
                if (setting is not null)
                {
                    section.Add(setting);
                }

                if (!IsPart(setting) && Candidates.MayBeIn(file.AsSpan(first, end - first)))
                {
                    token.End = end;
                    Take(file, first, end, literal);
                    yield return literal.Done();
                }
            }

            start = end + 1;
        }

        foreach (Literal together in Together(section))
        {
            yield return together;
        }
    }

    // One value of a connection that the lines of its section make up; not the whole of one.
    private static bool IsPart(Setting? setting) => setting is not null && Words.Of(setting.Key) != Word.Unknown
        && !setting.Value.Contains(';', StringComparison.Ordinal) && !setting.Value.Contains("://", StringComparison.Ordinal);

    private static IEnumerable<Literal> Together(List<Setting> section) =>
        SettingGroups.Section(section) is { } connection ? [connection] : SettingGroups.Named(section);

    private static bool IsComment(ReadOnlySpan<char> line) => line[0] is '#' or ';' or '!'
        || line.StartsWith("::") || line.TrimStart('@').StartsWith("rem ", StringComparison.OrdinalIgnoreCase);

    // A backslash at its end joins the next line to a line, and so does a quote that is still open.
    private static int End(string file, int start, bool quotesSpanLines)
    {
        for (int from = start; ;)
        {
            int end = file.IndexOf('\n', from);
            if (end < 0)
            {
                return file.Length;
            }

            ReadOnlySpan<char> line = file.AsSpan(from, end - from).TrimEnd('\r');
            if (!line.EndsWith("\\"))
            {
                return quotesSpanLines && from == start && EndOfQuoted(file, start, end) is { } close ? close : end;
            }

            from = end + 1;
        }
    }

    // NAME="a value that goes on
    private static int? EndOfQuoted(string file, int start, int end)
    {
        int open = file.AsSpan(start, end - start).IndexOf("=\"");
        if (open < 0 || file.AsSpan(start + open + 2, end - start - open - 2).Contains('"'))
        {
            return null;
        }

        int close = file.AsSpan(end, Math.Min(Finder.LongestString, file.Length - end)).IndexOf('"');
        return close < 0 ? null : file.IndexOf('\n', end + close) is var line and >= 0 ? line : file.Length;
    }

    private static Setting? Split(string file, int start, int end)
    {
        ReadOnlySpan<char> line = file.AsSpan(start, end - start);
        int command = line.StartsWith("export ") ? "export ".Length : line.StartsWith("set ", StringComparison.OrdinalIgnoreCase) ? "set ".Length : 0;
        start += command;
        line = line[command..];

        int sign = line[..Math.Min(LongestName, line.Length)].IndexOfAny('=', ':');
        ReadOnlySpan<char> key = sign < 0 ? [] : line[..sign].TrimEnd();
        if (key.IsEmpty)
        {
            return null;
        }

        int from = start + sign + 1, to = end;
        while (from < to && char.IsWhiteSpace(file[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(file[to - 1]))
        {
            to--;
        }

        if (to - from >= 2 && file[from] is '"' or '\'' && file[to - 1] == file[from])
        {
            from++;
            to--;
        }

        return new(key.ToString(), start, file[from..to], [.. Enumerable.Range(from, to - from)]);
    }

    private static void Take(string file, int start, int end, LiteralText literal)
    {
        literal.Clear();
        int stop = Comment(file, start, end);
        for (int at = start; at < stop; at++)
        {
            if (file[at] == '\\' && at + 1 < stop && Escaped(file, ref at, stop, literal))
            {
                continue;
            }

            if (file[at] != '\r')
            {
                literal.Add(file[at], at);
            }
        }
    }

    // A backslash that stands for itself, as in a path, is left as it is.
    private static bool Escaped(string file, ref int at, int stop, LiteralText literal)
    {
        switch (file[at + 1])
        {
            case ':' or '=' or '"':
                return true;
            case '\r' or '\n':
                at++;
                while (at < stop && char.IsWhiteSpace(file[at]))
                {
                    at++;
                }

                at--;
                return true;
            case 'u' when at + 6 <= stop && ushort.TryParse(file.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                literal.Add((char)code, at);
                at += 5;
                return true;
            default:
                return false;
        }
    }

    // A '#' behind a blank, outside quotes.
    private static int Comment(string file, int start, int end)
    {
        ReadOnlySpan<char> line = file.AsSpan(start, end - start);
        int comment = line.IndexOf(" #");
        return comment > 0 && line.IndexOfAny('"', '\'') < 0 ? start + comment : end;
    }
}
