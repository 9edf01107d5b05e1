namespace SqlTls.Audit.Readers;

/// <summary>What kind of literal starts at a quote.</summary>
/// <param name="Quote">The quote.</param>
/// <param name="Width">Quotes that open it, and that close it.</param>
/// <param name="IsEmpty">It ends where it starts.</param>
/// <param name="DoublesQuotes">Two quotes in it are one.</param>
/// <param name="IsRaw">Nothing is escaped in it.</param>
/// <param name="IsPlain">Nothing but its quote and the escape is escaped in it.</param>
/// <param name="Hashes">How many <c>#</c> stand behind the quote that closes it.</param>
/// <param name="SpansLines">It may go on over a line's end.</param>
/// <param name="HoleBraces">Braces that open a hole; 0 where it has no holes.</param>
/// <param name="CountsBraces">Fewer braces are text as they stand; elsewhere two of them are one.</param>
/// <param name="HoleBrackets">Brackets that open a hole behind the language's sign; empty where it has none.</param>
internal readonly record struct LiteralForm(char Quote, int Width, bool IsEmpty, bool DoublesQuotes, bool IsRaw, bool IsPlain, int Hashes, bool SpansLines, int HoleBraces, bool CountsBraces, string HoleBrackets)
{
    /// <summary>The form of the literal whose first quote stands here.</summary>
    public static LiteralForm Of(string file, int at, Language language)
    {
        char quote = file[at];
        ReadOnlySpan<char> prefix = Prefix(file, at, language);
        int hashes = language == Language.Rust && prefix.Contains('r') ? prefix.Count('#') : 0;
        int run = quote == '`' || hashes > 0 ? 1 : file.AsSpan(at).IndexOfAnyExcept(quote) is var other and >= 0 ? other : file.Length - at;
        int dollars = prefix.Count('$');
        bool verbatim = prefix.Contains('@') && (language == Language.CSharp || language == Language.FSharp);
        bool block = run >= 3 && !verbatim && !language.Doubled;
        bool counts = block && (language == Language.CSharp || (language == Language.FSharp && dollars > 1));
        bool interpolated = language == Language.Python ? prefix.ContainsAny('f', 'F') : dollars > 0 && language.HasHoles;
        bool empty = run == 2 || (block && run >= 6 && run % 2 == 0);
        bool rawBlock = block && (language == Language.CSharp || language == Language.FSharp || language == Language.Bicep);
        bool rawPrefix = (language == Language.Python && prefix.ContainsAny('r', 'R')) || (language == Language.Rust && prefix.Contains('r'));
        bool raw = verbatim || language.RawQuotes.Contains(quote, StringComparison.Ordinal) || rawBlock || rawPrefix;
        bool plain = language.PlainQuotes.Contains(quote, StringComparison.Ordinal);
        return new(
            quote,
            empty ? run / 2 : block ? run : 1,
            empty,
            !block && (verbatim || language.Doubled),
            raw,
            plain,
            hashes,
            block || verbatim || quote == '`' || language.SpansLines || language.RawQuotes.Contains(quote, StringComparison.Ordinal),
            !interpolated ? 0 : counts ? dollars : 1,
            counts,
            raw || plain || (language == Language.JavaScript && quote != '`') ? "" : language.HoleBrackets);
    }

    // The signs or letters directly before the quote.
    private static ReadOnlySpan<char> Prefix(string file, int at, Language language)
    {
        ReadOnlySpan<char> before = file.AsSpan(Math.Max(0, at - 8), Math.Min(8, at));
        ReadOnlySpan<char> prefix = before[(before.LastIndexOfAnyExcept(language.Prefixes) + 1)..];
        return (language == Language.Python || language == Language.Rust) && before.Length > prefix.Length && char.IsLetterOrDigit(before[^(prefix.Length + 1)]) ? [] : prefix;
    }
}
