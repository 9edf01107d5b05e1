namespace SqlTls.Audit.Readers;

/// <summary>Python's documentation: a literal of three quotes that is a statement of its own is nobody's value.</summary>
internal static class Documentation
{
    // Behind one of them, a statement goes on in the next line.
    private const string GoesOn = "=(,+\\";

    /// <summary>Where such literals start.</summary>
    public static IReadOnlySet<int> In(string file)
    {
        var found = new HashSet<int>();
        if (!file.Contains("\"\"\"", StringComparison.Ordinal) && !file.Contains("'''", StringComparison.Ordinal))
        {
            return found;
        }

        string code = CodeView.Of(file, Language.Python).Code;
        int brackets = 0;
        char last = '\n';
        bool isFirst = true;
        for (int at = 0; at < code.Length; at++)
        {
            char c = code[at];
            if (char.IsWhiteSpace(c))
            {
                isFirst |= c == '\n';
                continue;
            }

            if (isFirst && IsPrefix(code, at))
            {
                continue;
            }

            if (isFirst && c == CodeView.Quote && brackets == 0 && !GoesOn.Contains(last, StringComparison.Ordinal) && IsBlock(file.AsSpan(at)))
            {
                found.Add(at);
            }

            brackets = Math.Max(0, brackets + (c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0));
            (last, isFirst) = (c, false);
        }

        return found;
    }

    /// <summary>Do three quotes stand here?</summary>
    public static bool IsBlock(ReadOnlySpan<char> text) => text is [var first, var second, var third, ..] && first == second && second == third;

    // r""", br"""
    private static bool IsPrefix(string code, int at) => Language.Python.Prefixes.Contains(code[at], StringComparison.Ordinal)
        && code.AsSpan(at + 1) is [CodeView.Quote, ..] or [_, CodeView.Quote, ..];
}
