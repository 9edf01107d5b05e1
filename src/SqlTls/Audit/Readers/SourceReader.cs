using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>The string literals of source text and JSON: comments left out, escapes decoded, concatenations joined. It keeps no stack, so no nesting is too deep for it.</summary>
internal static class SourceReader
{
    private const int LongestOperand = 400;

    public static IEnumerable<Literal> Read(string file, Language language, Token token)
    {
        string? provider = SqlClientNamespace.In(file, language);
        BuilderReader? builders = BuilderReader.For(file, language, provider);
        var literal = new LiteralText();
        int at = 0;
        while (Next(file, ref at, language, token, out bool isComment))
        {
            if (isComment)
            {
                continue;
            }

            ReadJoined(file, ref at, language, literal);
            if (literal.IsCandidate && builders?.Has(token.Start) != true)
            {
                token.End = at;
                yield return literal.Done(provider) with { Start = token.Start, PortIsOurs = language == Language.Go };
            }
        }

        foreach (Literal builder in builders?.Literals ?? [])
        {
            yield return builder;
        }
    }

    /// <summary>Goes on to the next comment, which it passes over, or to the next literal, at whose start it stays.</summary>
    public static bool Next(string file, ref int at, Language language, Token token, out bool isComment)
    {
        isComment = false;
        while (at < file.Length && file.AsSpan(at).IndexOfAny(language.Marks) is var mark and >= 0)
        {
            token.Start = at += mark;
            isComment = SkipComment(file, ref at, language);
            if (isComment || (IsQuote(file[at], language) && !IsCharacter(file, at, language)))
            {
                return true;
            }

            at++;
        }

        // What reaches the end of the text may go on behind it.
        token.Start = at < file.Length ? file.Length : token.Start;
        return false;
    }

    /// <summary>Reads a literal and those that are joined to it.</summary>
    public static void ReadJoined(string file, ref int at, Language language, LiteralText literal)
    {
        literal.Clear();
        StringLiteral.Read(file, ref at, language, literal);
        while (Join(file, ref at, language, literal))
        {
        }
    }

    private static bool IsQuote(char c, Language language) => language.Quotes.Contains(c, StringComparison.Ordinal) || language.RawQuotes.Contains(c, StringComparison.Ordinal);

    // F#'s '"'.
    private static bool IsCharacter(string file, int at, Language language) =>
        language == Language.FSharp && at > 0 && at + 1 < file.Length && file[at + 1] == '\'' && (file[at - 1] == '\'' || file.AsSpan(0, at).EndsWith("'\\"));

    private static bool SkipComment(string file, ref int at, Language language)
    {
        if (Starts(file, at, language.BlockOpen))
        {
            int end = file.IndexOf(language.BlockClose, at + language.BlockOpen.Length, StringComparison.Ordinal);
            at = end < 0 ? file.Length : end + language.BlockClose.Length;
            return true;
        }

        // A '#' within a word of a shell is no comment.
        bool isWordStart = at == 0 || char.IsWhiteSpace(file[at - 1]);
        if ((Starts(file, at, language.LineComment) && (language.LineComment != "#" || isWordStart)) || (isWordStart && language.StartsWordComment(file.AsSpan(at))))
        {
            int end = file.IndexOf('\n', at);
            at = end < 0 ? file.Length : end;
            return true;
        }

        return false;
    }

    /// <summary>Does this stand here?</summary>
    public static bool Starts(string file, int at, string mark) => mark.Length > 0 && file.AsSpan(at).StartsWith(mark);

    // "a" + name + "b": what is not a literal becomes a hole.
    private static bool Join(string file, ref int at, Language language, LiteralText literal)
    {
        int next = SkipBlank(file, at, language);
        if (next >= file.Length)
        {
            return false;
        }

        if (language != Language.Python || QuoteAt(file, next, language) < 0)
        {
            if (!language.Joins.Contains(file[next], StringComparison.Ordinal))
            {
                return false;
            }

            next = SkipBlank(file, next + 1, language);
        }

        if (QuoteAt(file, next, language) is var quote and >= 0)
        {
            at = quote;
            StringLiteral.Read(file, ref at, language, literal);
            return true;
        }

        int operand = next, depth = 0;
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

    // The quote behind the signs or letters that say what kind of literal it is; -1 where there is none.
    private static int QuoteAt(string file, int at, Language language)
    {
        while (at < file.Length && language.Prefixes.Contains(file[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at < file.Length && IsQuote(file[at], language) ? at : -1;
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
