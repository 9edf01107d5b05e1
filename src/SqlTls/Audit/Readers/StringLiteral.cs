using System.Globalization;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>One string literal: plain, verbatim, raw, interpolated, of one line or of many; escapes are decoded, and what is filled in later becomes a hole.</summary>
internal static class StringLiteral
{
    private const int LongestHole = 200;

    /// <summary>Reads one literal, from its quote on.</summary>
    public static void Read(string file, ref int at, Language language, LiteralText literal)
    {
        var form = LiteralForm.Of(file, at, language);
        if (form.IsEmpty)
        {
            at += 2 * form.Width;
            return;
        }

        ReadOnlySpan<char> stops = [form.Quote, '\n', form.HoleBraces > 0 ? '{' : form.Quote, form.HoleBraces > 0 ? '}' : form.Quote, form.IsRaw ? form.Quote : language.Escape, form.HoleBrackets.Length > 0 ? language.HoleSign : form.Quote];
        for (at += form.Width; at < file.Length;)
        {
            int plain = file.AsSpan(at).IndexOfAny(stops);
            if (plain != 0)
            {
                plain = plain < 0 ? file.Length - at : plain;
                literal.Add(file.AsSpan(at, plain), at);
                at += plain;
            }
            else if (file[at] == form.Quote)
            {
                if (Ends(file, ref at, form, literal))
                {
                    return;
                }
            }
            else if (file[at] == '\n' && !form.SpansLines)
            {
                return;
            }
            else if (form.HoleBraces > 0 && file[at] is '{' or '}')
            {
                ReadBraces(file, ref at, form, literal);
            }
            else if (file[at] == language.HoleSign && HoleEnd(file, at, form) is var end and > 0)
            {
                literal.Add(Placeholders.Hole, at);
                at = end;
            }
            else if (file[at] == language.Escape && !form.IsRaw && at + 1 < file.Length && (!form.IsPlain || file[at + 1] == form.Quote || file[at + 1] == language.Escape))
            {
                Unescape(file, ref at, literal);
            }
            else
            {
                literal.Add(file[at], at);
                at++;
            }
        }
    }

    // A quote that ends it is passed over; any other is a part of it.
    private static bool Ends(string file, ref int at, LiteralForm form, LiteralText literal)
    {
        bool doubled = form.DoublesQuotes && at + 1 < file.Length && file[at + 1] == form.Quote;
        if (!doubled && Run(file, at) >= form.Width && (form.Hashes == 0 || HasHashes(file, at + 1, form.Hashes)))
        {
            at += form.Width + form.Hashes;
            return true;
        }

        literal.Add(file[at], at);
        at += doubled ? 2 : 1;
        return false;
    }

    private static bool HasHashes(string file, int at, int count) => file.Length - at >= count && file.AsSpan(at, count).IndexOfAnyExcept('#') < 0;

    private static void ReadBraces(string file, ref int at, LiteralForm form, LiteralText literal)
    {
        int braces = Run(file, at);
        bool isHole = file[at] == '{' && (form.CountsBraces ? braces >= form.HoleBraces : braces % 2 == 1);
        int text = form.CountsBraces ? (isHole ? braces - form.HoleBraces : braces) : Math.Max(braces / 2, file[at] == '}' ? 1 : 0);
        literal.Add(file.AsSpan(at, text), at);
        if (!isHole)
        {
            at += braces;
            return;
        }

        at += braces - form.HoleBraces;
        literal.Add(Placeholders.Hole, at);
        SkipHole(file, ref at);
    }

    // ${m["a"]}, $($c["a"]), #{m["a"]}, {$m["a"]}: where a hole ends that holds quotes of its own; -1 for any other, which is text as it stands.
    private static int HoleEnd(string file, int at, LiteralForm form)
    {
        int limit = Math.Min(file.Length, at + LongestHole), depth = file[at] == '{' ? 1 : 0;
        bool quotes = false;
        for (int end = at + 1; end < limit && (end > at + 1 ? depth > 0 : form.HoleBrackets.Contains(file[end], StringComparison.Ordinal)) && file[end] != '\n'; end++)
        {
            depth += file[end] is '(' or '{' ? 1 : file[end] is ')' or '}' ? -1 : 0;
            quotes |= file[end] == form.Quote;
            if (depth == 0)
            {
                return quotes ? end + 1 : -1;
            }
        }

        return -1;
    }

    // How many times the character here stands in a row.
    private static int Run(string file, int at) => file.AsSpan(at).IndexOfAnyExcept(file[at]) is var other and >= 0 ? other : file.Length - at;

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
