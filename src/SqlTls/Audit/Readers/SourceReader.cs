namespace SqlTls.Audit.Readers;

/// <summary>The string literals of source text and JSON: comments left out, escapes decoded, concatenations joined. It keeps no stack, so no nesting is too deep for it.</summary>
internal static class SourceReader
{
    public static IEnumerable<Literal> Read(string file, Language language, Token token)
    {
        var provider = new Lazy<string?>(() => SqlClientNamespace.In(file, language));
        BuilderReader? builders = BuilderReader.For(file, language, provider);
        IReadOnlySet<int>? documentation = language == Language.Python ? Documentation.In(file) : null;
        var literal = new LiteralText();
        var operands = new Queue<(int Start, int End)>();
        var inside = new Token();
        int at = 0;
        while (Next(file, ref at, language, token, out bool isComment))
        {
            if (isComment)
            {
                continue;
            }

            if (documentation?.Contains(at) == true)
            {
                literal.Clear();
                StringLiteral.Read(file, ref at, language, literal);
                continue;
            }

            JoinedLiteral.Read(file, ref at, language, literal, operands);
            if (literal.IsCandidate && builders?.Has(token.Start) != true)
            {
                token.End = at;
                yield return literal.Done(provider.Value) with { Start = token.Start, PortIsOurs = language == Language.Go };
            }

            // "a" + Open("b"): what is a hole of the one holds literals of its own.
            while (operands.TryDequeue(out (int Start, int End) operand))
            {
                for (int inner = operand.Start; Next(file, ref inner, language, inside, out isComment) && inside.Start < operand.End;)
                {
                    if (isComment)
                    {
                        continue;
                    }

                    JoinedLiteral.Read(file, ref inner, language, literal, operands);
                    if (literal.IsCandidate && builders?.Has(inside.Start) != true)
                    {
                        token.End = at;
                        yield return literal.Done(provider.Value) with { Start = inside.Start, PortIsOurs = language == Language.Go };
                    }
                }
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
            isComment = Comment.Skip(file, ref at, language);
            if (isComment || IsQuote(file, at, language))
            {
                return true;
            }

            at++;
        }

        // What reaches the end of the text may go on behind it.
        token.Start = at < file.Length ? file.Length : token.Start;
        return false;
    }

    /// <summary>Does a literal open here?</summary>
    public static bool IsQuote(string file, int at, Language language) =>
        (language.Quotes.Contains(file[at], StringComparison.Ordinal) || language.RawQuotes.Contains(file[at], StringComparison.Ordinal)) && !IsCharacter(file, at, language);

    // F#'s and Rust's '"'.
    private static bool IsCharacter(string file, int at, Language language) =>
        (language == Language.FSharp || language == Language.Rust) && at > 0 && at + 1 < file.Length && file[at + 1] == '\'' && (file[at - 1] == '\'' || file.AsSpan(0, at).EndsWith("'\\"));
}
