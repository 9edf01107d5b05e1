using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>Literals that are joined to one, as in <c>"a" + name + "b"</c>.</summary>
internal static class JoinedLiteral
{
    private const int LongestOperand = 400;

    /// <summary>Reads a literal and those that are joined to it.</summary>
    /// <param name="file">The text.</param>
    /// <param name="at">Its quote; then where the last of them ends.</param>
    /// <param name="language">How the text is written.</param>
    /// <param name="literal">Gets what they make together.</param>
    /// <param name="operands">Gets what is joined to them, is no literal and holds some.</param>
    public static void Read(string file, ref int at, Language language, LiteralText literal, Queue<(int Start, int End)>? operands = null)
    {
        literal.Clear();
        StringLiteral.Read(file, ref at, language, literal);
        while (Join(file, ref at, language, literal, operands))
        {
        }
    }

    // "a" + name + "b": what is not a literal becomes a hole.
    private static bool Join(string file, ref int at, Language language, LiteralText literal, Queue<(int Start, int End)>? operands)
    {
        int next = SkipBlank(file, at, language);
        if (next >= file.Length)
        {
            return false;
        }

        if (language == Language.Python && QuoteAt(file, next, language) is var beside and >= 0)
        {
            if (file.AsSpan(at, next - at).Contains('\n') && Documentation.IsBlock(file.AsSpan(beside)))
            {
                return false;
            }
        }
        else
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

        int end = OperandEnd(file, next, language, out bool holdsLiterals);
        if (end <= next)
        {
            return false;
        }

        if (holdsLiterals)
        {
            operands?.Enqueue((next, end));
        }

        literal.Add(Placeholders.Hole, next);
        at = end;
        return true;
    }

    // Where a name, a member or a call ends; -1 where it does not.
    private static int OperandEnd(string file, int start, Language language, out bool holdsLiterals)
    {
        int at = start, depth = 0;
        LiteralText? scratch = null;
        while (at < file.Length && at - start < LongestOperand && (depth > 0 || char.IsLetterOrDigit(file[at]) || language.OperandSigns.Contains(file[at], StringComparison.Ordinal)))
        {
            if (depth > 0 && Comment.Skip(file, ref at, language))
            {
                continue;
            }

            if (SourceReader.IsQuote(file, at, language))
            {
                scratch ??= new();
                scratch.Clear();
                StringLiteral.Read(file, ref at, language, scratch);
                continue;
            }

            depth += file[at] is '(' or '[' ? 1 : file[at] is ')' or ']' ? -1 : 0;
            at++;
        }

        holdsLiterals = scratch is not null;
        return depth == 0 ? at : -1;
    }

    // The quote behind the signs or letters that say what kind of literal it is; -1 where there is none.
    private static int QuoteAt(string file, int at, Language language)
    {
        while (at < file.Length && language.Prefixes.Contains(file[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at < file.Length && SourceReader.IsQuote(file, at, language) ? at : -1;
    }

    private static int SkipBlank(string file, int at, Language language)
    {
        while (at < file.Length && (char.IsWhiteSpace(file[at]) || (language == Language.VisualBasic && file[at] == '_') || Comment.Skip(file, ref at, language)))
        {
            at += at < file.Length && (char.IsWhiteSpace(file[at]) || file[at] == '_') ? 1 : 0;
        }

        return at;
    }
}
