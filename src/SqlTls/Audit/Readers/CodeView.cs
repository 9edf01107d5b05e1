namespace SqlTls.Audit.Readers;

/// <summary>Source text in which every character of comments and literals is a blank, but for a quote where a literal starts: what is left is code.</summary>
/// <param name="Code">As long as the file.</param>
/// <param name="Literals">Where literals start.</param>
internal sealed record CodeView(string Code, IReadOnlySet<int> Literals)
{
    public const char Quote = '"';

    public static CodeView Of(string file, Language language)
    {
        char[] code = file.ToCharArray();
        var literals = new HashSet<int>();
        var scratch = new LiteralText();
        var token = new Token();
        int at = 0;
        while (SourceReader.Next(file, ref at, language, token, out bool isComment))
        {
            if (!isComment)
            {
                scratch.Clear();
                StringLiteral.Read(file, ref at, language, scratch);
                literals.Add(token.Start);
            }

            Array.Fill(code, ' ', token.Start, at - token.Start);
            if (!isComment)
            {
                code[token.Start] = Quote;
            }
        }

        return new(new(code), literals);
    }

    /// <summary>Where the bracket at a place is closed; the end of the file where it is not.</summary>
    public int Close(int at)
    {
        int depth = 0;
        for (; at < Code.Length; at++)
        {
            depth += Code[at] is '(' or '{' or '[' ? 1 : Code[at] is ')' or '}' or ']' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return Code.Length;
    }

    /// <summary>The first place from here on that is no blank.</summary>
    public int SkipBlank(int at)
    {
        while (at < Code.Length && char.IsWhiteSpace(Code[at]))
        {
            at++;
        }

        return at;
    }
}
