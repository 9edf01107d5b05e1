namespace SqlTls.Settings;

/// <summary>The text of an <c>mssql.conf</c>, and how lines come into it and go out of it.</summary>
internal static class ConfText
{
    public static (List<ConfSection> Sections, List<ConfEntry> Entries) Read(string text)
    {
        List<ConfSection> sections = [];
        List<ConfEntry> entries = [];
        bool mayContinue = false;
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = LineEnd(text, start);
            int contentEnd = ContentEnd(text, start, end);
            int first = FirstOf(text, start, contentEnd);
            if (first == contentEnd)
            {
                mayContinue = false;
                continue;
            }

            if (text[first] is not ('#' or ';'))
            {
                if (mayContinue && first > start)
                {
                    entries[^1] = entries[^1] with { End = end, ValueEnd = contentEnd };
                }
                else
                {
                    mayContinue = ReadLine(text, start, end, first, contentEnd, sections, entries);
                }
            }

            if (sections.Count > 0)
            {
                sections[^1] = sections[^1] with { ContentEnd = end };
            }
        }

        return (sections, entries);
    }

    /// <summary>The text with a line more: at the end of its section, or below a new header at the end.</summary>
    public static string Insert(string text, List<ConfSection> sections, string section, string line)
    {
        string lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        ConfSection? known = sections.LastOrDefault(each => each.Is(section));
        int at = known?.ContentEnd ?? text.Length;
        string added = known is null ? $"[{section}]{lineEnd}{line}" : line;

        // A file whose last line has no end keeps it that way, so that taking the line out again gives the same bytes.
        bool open = at > 0 && text[at - 1] != '\n';
        return open ? text[..at] + lineEnd + added + text[at..] : text[..at] + added + lineEnd + text[at..];
    }

    /// <summary>The text without these lines; where they ended the file without a line end, so does what stood before them.</summary>
    public static string RemoveLines(string text, int start, int end)
    {
        if (end == text.Length && end > start && text[end - 1] != '\n' && start > 0)
        {
            start -= start > 1 && text[start - 2] == '\r' ? 2 : 1;
        }

        return text[..start] + text[end..];
    }

    private static bool ReadLine(string text, int start, int end, int first, int contentEnd, List<ConfSection> sections, List<ConfEntry> entries)
    {
        if (text[first] == '[')
        {
            int close = text.IndexOf(']', first, contentEnd - first);
            if (close > first)
            {
                sections.Add(new ConfSection(text[(first + 1)..close].Trim().ToLowerInvariant(), start, end, end));
            }

            return false;
        }

        int delimiter = text.AsSpan(first, contentEnd - first).IndexOfAny('=', ':') + first;
        if (delimiter <= first || sections.Count == 0)
        {
            return false;
        }

        int value = FirstOf(text, delimiter + 1, contentEnd);
        entries.Add(new ConfEntry(sections[^1].Name, text[first..delimiter].Trim().ToLowerInvariant(), start, end, value, contentEnd));
        return true;
    }

    private static int LineEnd(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end + 1;
    }

    private static int ContentEnd(string text, int start, int end)
    {
        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int FirstOf(string text, int start, int end)
    {
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        return start;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\r' or '\n' or '\v' or '\f';
}
