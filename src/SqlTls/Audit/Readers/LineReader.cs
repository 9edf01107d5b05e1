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

    public static IEnumerable<Literal> Read(string file, Token token, int start = 0)
    {
        var literal = new LiteralText();
        var section = new List<Setting>();
        while (start < file.Length)
        {
            token.Start = start;
            int end = End(file, start);
            int first = start + file.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\uFEFF");
            if (first >= start && file[first] is not ('#' or ';' or '!'))
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

                bool isKeyword = setting is not null && Words.Of(setting.Key) != Word.Unknown && !setting.Value.Contains(';', StringComparison.Ordinal);
                if (!isKeyword && Candidates.MayBeIn(file.AsSpan(first, end - first)))
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

    private static IEnumerable<Literal> Together(List<Setting> section) =>
        SettingGroups.Section(section) is { } connection ? [connection] : SettingGroups.Named(section);

    // A backslash at its end joins the next line to a line.
    private static int End(string file, int start)
    {
        while (true)
        {
            int end = file.IndexOf('\n', start);
            if (end < 0)
            {
                return file.Length;
            }

            int last = end - 1;
            last = last > start && file[last] == '\r' ? last - 1 : last;
            if (last < start || file[last] != '\\')
            {
                return end;
            }

            start = end + 1;
        }
    }

    private static Setting? Split(string file, int start, int end)
    {
        ReadOnlySpan<char> line = file.AsSpan(start, end - start);
        if (line.StartsWith("export "))
        {
            start += "export ".Length;
            line = file.AsSpan(start, end - start);
        }

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
            if (file[at] == '\\' && at + 1 < stop)
            {
                if (file[at + 1] is ':' or '=' or '"')
                {
                    continue;
                }

                if (file[at + 1] is '\r' or '\n')
                {
                    at = SkipBlank(file, at + 1, stop) - 1;
                    continue;
                }
            }

            if (file[at] != '\r')
            {
                literal.Add(file[at], at);
            }
        }
    }

    private static int SkipBlank(string file, int at, int stop)
    {
        while (at < stop && char.IsWhiteSpace(file[at]))
        {
            at++;
        }

        return at;
    }

    // A '#' behind a blank, outside quotes.
    private static int Comment(string file, int start, int end)
    {
        ReadOnlySpan<char> line = file.AsSpan(start, end - start);
        int comment = line.IndexOf(" #");
        return comment > 0 && line.IndexOfAny('"', '\'') < 0 ? start + comment : end;
    }
}
