using System.Globalization;

namespace SqlTls.ConnectionStrings.Readers;

/// <summary>The string literals of source text and JSON: comments left out, escapes decoded, concatenations joined. It keeps no stack, so no nesting is too deep for it.</summary>
internal static class SourceReader
{
    private const int LongestOperand = 400;

    public static IEnumerable<Literal> Read(string file, Language language, Token token)
    {
        var literal = new LiteralText();
        int at = 0;
        while (at < file.Length)
        {
            token.Start = at;
            if (SkipComment(file, ref at, language))
            {
                continue;
            }

            if (!IsQuote(file[at], language))
            {
                at++;
                continue;
            }

            literal.Clear();
            ReadString(file, ref at, language, literal);
            while (Join(file, ref at, language, literal))
            {
            }

            if (literal.Length > 0)
            {
                token.End = at;
                yield return literal.Done();
            }
        }
    }

    private static bool IsQuote(char c, Language language) => language.Quotes.Contains(c, StringComparison.Ordinal) || language.RawQuotes.Contains(c, StringComparison.Ordinal);

    private static bool SkipComment(string file, ref int at, Language language)
    {
        if (Starts(file, at, language.BlockOpen))
        {
            int end = file.IndexOf(language.BlockClose, at + language.BlockOpen.Length, StringComparison.Ordinal);
            at = end < 0 ? file.Length : end + language.BlockClose.Length;
            return true;
        }

        // A '#' within a word of a shell is no comment.
        if (Starts(file, at, language.LineComment) && (language.LineComment != "#" || at == 0 || char.IsWhiteSpace(file[at - 1])))
        {
            int end = file.IndexOf('\n', at);
            at = end < 0 ? file.Length : end;
            return true;
        }

        return false;
    }

    private static bool Starts(string file, int at, string mark) => mark.Length > 0 && file.AsSpan(at).StartsWith(mark);

    private static void ReadString(string file, ref int at, Language language, LiteralText literal)
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
        at += width;
        while (at < file.Length)
        {
            if (Starts(file, at, close))
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

            char c = file[at];
            if (c == '\n' && !lines)
            {
                return;
            }

            if (interpolated && c == '{')
            {
                if (!block && at + 1 < file.Length && file[at + 1] == '{')
                {
                    literal.Add('{', at);
                    at += 2;
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

    // "a" + name + "b": what is not a literal becomes a hole.
    private static bool Join(string file, ref int at, Language language, LiteralText literal)
    {
        int next = SkipBlank(file, at, language);
        if (next >= file.Length)
        {
            return false;
        }

        bool adjacent = language == Language.Python && IsQuote(file[next], language);
        if (!adjacent)
        {
            if (!language.Joins.Contains(file[next], StringComparison.Ordinal))
            {
                return false;
            }

            next = SkipBlank(file, next + 1, language);
        }

        int operand = next;
        while (next < file.Length && file[next] is '@' or '$')
        {
            next++;
        }

        if (next < file.Length && IsQuote(file[next], language))
        {
            at = next;
            ReadString(file, ref at, language, literal);
            return true;
        }

        next = operand;
        int depth = 0;
        while (next < file.Length && next - operand < LongestOperand && (depth > 0 || char.IsLetterOrDigit(file[next]) || file[next] is '_' or '.' or '(' or '[' or '$' or '?' or '!'))
        {
            depth += file[next] is '(' or '[' ? 1 : file[next] is ')' or ']' ? -1 : 0;
            next++;
        }

        if (next == operand || depth != 0)
        {
            return false;
        }

        literal.Add(Placeholders.Hole, operand);
        at = next;
        return true;
    }

    private static int SkipBlank(string file, int at, Language language)
    {
        while (at < file.Length && (char.IsWhiteSpace(file[at]) || (language == Language.VisualBasic && file[at] == '_') || SkipComment(file, ref at, language)))
        {
            at += at < file.Length && (char.IsWhiteSpace(file[at]) || file[at] == '_') ? 1 : 0;
        }

        return at;
    }
}
