using System.Text;

namespace SqlTls.ConnectionStrings;

/// <summary>
/// <c>key=value;</c> as ADO.NET reads it (<c>==</c> in a key, quotes doubled in a value), or as ODBC and JDBC do (braces).
/// A property test holds it against SqlConnectionStringBuilder.
/// </summary>
internal static class KeyValueGrammar
{
    /// <summary>The pairs up to the end, or up to the first place that cannot be read.</summary>
    /// <returns>The pairs, and where the reading ended in an error; -1 where it did not.</returns>
    public static (List<Pair> Pairs, int Error) Read(string text, int start, bool braces)
    {
        var pairs = new List<Pair>();
        int at = start;
        while (true)
        {
            while (at < text.Length && (text[at] == ';' || char.IsWhiteSpace(text[at])))
            {
                at++;
            }

            if (at == text.Length)
            {
                return (pairs, -1);
            }

            if (text[at] == '\0')
            {
                int rest = text.AsSpan(at).IndexOfAnyExcept("\0 \t\r\n");
                return (pairs, rest < 0 ? -1 : at + rest);
            }

            if (text[at] == Placeholders.Hole && HoleEnd(text, at) is int end)
            {
                at = end;
                continue;
            }

            int keyStart = at;
            if (ReadKey(text, ref at, braces) is not { Length: > 0 } key)
            {
                return (pairs, keyStart);
            }

            if (!ReadValue(text, ref at, braces, out string? value, out int valueStart, out int valueLength))
            {
                return (pairs, keyStart);
            }

            pairs.Add(new Pair(key, value, keyStart, valueStart, valueLength));
        }
    }

    // A placeholder may stand for whole pairs.
    private static int? HoleEnd(string text, int at)
    {
        while (at < text.Length && (text[at] == Placeholders.Hole || char.IsWhiteSpace(text[at])))
        {
            at++;
        }

        return at == text.Length || text[at] == ';' ? at : null;
    }

    private static string? ReadKey(string text, ref int at, bool braces)
    {
        var key = new StringBuilder();
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '=')
            {
                if (braces || at + 1 == text.Length || text[at + 1] != '=')
                {
                    at++;
                    return key.ToString().TrimEnd();
                }

                at++;
            }
            else if (char.IsControl(c) && !char.IsWhiteSpace(c))
            {
                return null;
            }

            key.Append(c);
        }

        return null;
    }

    private static bool ReadValue(string text, ref int at, bool braces, out string? value, out int start, out int length)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        (value, start, length) = (null, at, 0);
        if (at == text.Length || text[at] is ';' or '\0')
        {
            return true;
        }

        if (char.IsControl(text[at]))
        {
            return false;
        }

        if (braces ? text[at] == '{' : text[at] is '\'' or '"')
        {
            return ReadQuoted(text, ref at, text[at] == '{' ? '}' : text[at], out value, out start, out length);
        }

        while (at < text.Length && text[at] != ';' && (!char.IsControl(text[at]) || char.IsWhiteSpace(text[at])))
        {
            at++;
        }

        value = text[start..at].TrimEnd();
        length = value.Length;
        return braces || value[^1] is not ('\'' or '"');
    }

    private static bool ReadQuoted(string text, ref int at, char close, out string? value, out int start, out int length)
    {
        var content = new StringBuilder();
        start = ++at;
        (value, length) = (null, 0);
        for (; at < text.Length; at++)
        {
            if (text[at] == '\0')
            {
                return false;
            }

            if (text[at] == close)
            {
                if (at + 1 == text.Length || text[at + 1] != close)
                {
                    break;
                }

                at++;
            }

            content.Append(text[at]);
        }

        if (at == text.Length)
        {
            return false;
        }

        length = at - start;
        value = content.ToString();
        at++;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at == text.Length || text[at] is ';' or '\0';
    }
}
