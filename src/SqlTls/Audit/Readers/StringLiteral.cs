using System.Globalization;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>One string literal: plain, verbatim, raw, interpolated, of one line or of many; escapes are decoded, and what is filled in later becomes a hole.</summary>
internal static class StringLiteral
{
    /// <summary>Reads one literal, from its quote on.</summary>
    public static void Read(string file, ref int at, Language language, LiteralText literal)
    {
        char quote = file[at];
        int run = 1;
        while (quote != '`' && at + run < file.Length && file[at + run] == quote)
        {
            run++;
        }

        (bool verbatim, int dollars) = Prefix(file, at);
        verbatim &= language == Language.CSharp || language == Language.FSharp;
        bool interpolated = dollars > 0 && language.HoleOpen != '\0' || (language == Language.Python && at > 0 && file[at - 1] is 'f' or 'F');
        if (run == 2 || (run >= 6 && run % 2 == 0 && !verbatim))
        {
            at += run;
            return;
        }

        bool block = run >= 3 && !verbatim;
        int width = block ? run : 1;
        bool raw = language.RawQuotes.Contains(quote, StringComparison.Ordinal) || verbatim || (block && language == Language.CSharp);
        bool lines = block || raw || quote == '`' || language == Language.Shell || language == Language.Sql || language == Language.PowerShell;
        string close = new(quote, width);
        ReadOnlySpan<char> stops = [quote, '\n', interpolated ? '{' : quote, raw ? quote : language.Escape];
        at += width;
        while (at < file.Length)
        {
            if (SourceReader.Starts(file, at, close))
            {
                if (!block && (verbatim || language.Doubled) && at + 1 < file.Length && file[at + 1] == quote)
                {
                    literal.Add(quote, at);
                    at += 2;
                    continue;
                }

                at += width;
                return;
            }

            int plain = file.AsSpan(at).IndexOfAny(stops);
            if (plain != 0)
            {
                plain = plain < 0 ? file.Length - at : plain;
                literal.Add(file.AsSpan(at, plain), at);
                at += plain;
                continue;
            }

            char c = file[at];
            if (c == '\n' && !lines)
            {
                return;
            }

            if (interpolated && c == '{')
            {
                // A raw literal of two dollars has its holes in two braces; in any other, two braces are one.
                int braces = file.AsSpan(at).IndexOfAnyExcept('{') is var other and >= 0 ? other : file.Length - at;
                bool isHole = block && language == Language.CSharp ? braces >= dollars : braces % 2 == 1;
                if (!isHole)
                {
                    literal.Add(file.AsSpan(at, block && language == Language.CSharp ? braces : braces / 2), at);
                    at += braces;
                    continue;
                }

                literal.Add(Placeholders.Hole, at);
                SkipHole(file, ref at);
                continue;
            }

            if (c == language.Escape && !raw && at + 1 < file.Length)
            {
                Unescape(file, ref at, literal);
                continue;
            }

            literal.Add(c, at);
            at++;
        }
    }

    private static (bool Verbatim, int Dollars) Prefix(string file, int at)
    {
        bool verbatim = false;
        int dollars = 0;
        for (int i = at - 1; i >= 0 && file[i] is '@' or '$'; i--)
        {
            verbatim |= file[i] == '@';
            dollars += file[i] == '$' ? 1 : 0;
        }

        return (verbatim, dollars);
    }

    private static void SkipHole(string file, ref int at)
    {
        int depth = 0;
        do
        {
            depth += file[at] == '{' ? 1 : file[at] == '}' ? -1 : 0;
            at++;
        }
        while (at < file.Length && depth > 0 && file[at] != '\n');
    }

    private static void Unescape(string file, ref int at, LiteralText literal)
    {
        int start = at;
        char c = file[at + 1];
        at += 2;
        if (c is 'u' or 'x' && at + (c == 'u' ? 4 : 2) is var end && end <= file.Length
            && int.TryParse(file.AsSpan(at, end - at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
        {
            literal.Add((char)code, start);
            at = end;
            return;
        }

        if (c is '\n' or '\r')
        {
            return;
        }

        literal.Add(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', _ => c }, start);
    }
}
