namespace SqlTls.Audit.Readers;

/// <summary>Source text in which every character of comments and literals is a blank, but for a quote where a literal starts: what is left is code.</summary>
/// <param name="Code">As long as the file.</param>
/// <param name="Literals">Where literals start.</param>
internal sealed record CodeView(string Code, IReadOnlySet<int> Literals)
{
    public const char Quote = '"';

    /// <summary>Characters that are looked at around a place, at the most: what belongs together stands near, and work grows with the file alone.</summary>
    public const int Reach = 16 * 1024;

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

    /// <summary>Does this character stand here?</summary>
    public bool Is(int at, char c) => at >= 0 && at < Code.Length && Code[at] == c;

    /// <summary>Is this a character of a word?</summary>
    public bool IsWord(int at) => at >= 0 && at < Code.Length && (char.IsLetterOrDigit(Code[at]) || Code[at] == '_');

    /// <summary>Is this part the word, in whatever case?</summary>
    public bool IsWord(int start, int end, string word) => Code.AsSpan(start, end - start).TrimEnd().Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the word at a place ends.</summary>
    public int WordEnd(int at)
    {
        while (IsWord(at))
        {
            at++;
        }

        return at;
    }

    /// <summary>Where the word before a place starts, blanks between them passed over.</summary>
    public int WordBefore(int at)
    {
        at = LastBefore(at) + 1;
        while (IsWord(at - 1))
        {
            at--;
        }

        return at;
    }

    /// <summary>The last character before a place that is no blank; the place itself less one where there is none near.</summary>
    public int LastBefore(int at)
    {
        ReadOnlySpan<char> before = Code.AsSpan(0, at)[Math.Max(0, at - Reach)..];
        return at - (before.Length - before.TrimEnd().Length) - 1;
    }

    /// <summary>Where a name stands as a word of its own, and as no member of another.</summary>
    public IEnumerable<int> Uses(string name, int start, int end)
    {
        for (int use = start; name.Length > 0 && (use = Code.IndexOf(name, use, end - use, StringComparison.Ordinal)) >= 0; use += name.Length)
        {
            if (!IsWord(use - 1) && !Is(use - 1, '.') && !IsWord(use + name.Length))
            {
                yield return use;
            }
        }
    }

    /// <summary>Where the bracket at a place is closed; how far was looked where it is not.</summary>
    public int Close(int at)
    {
        int depth = 0, end = Math.Min(Code.Length, at + Reach);
        for (; at < end; at++)
        {
            depth += Code[at] is '(' or '{' or '[' ? 1 : Code[at] is ')' or '}' or ']' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return end;
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
