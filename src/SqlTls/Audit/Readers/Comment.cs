namespace SqlTls.Audit.Readers;

/// <summary>Comments of source text.</summary>
internal static class Comment
{
    // F#'s multiplication as a function: neither the start nor the end of a comment.
    private const string Operator = "(*)";

    /// <summary>Passes over the comment that opens here; false where none does.</summary>
    public static bool Skip(string file, ref int at, Language language)
    {
        if (Starts(file, at, language.BlockOpen) && !(language.NestsComments && Starts(file, at, Operator)))
        {
            at = AfterBlock(file, at + language.BlockOpen.Length, language);
            return true;
        }

        // A '#' within a word of a shell is no comment.
        bool isWordStart = at == 0 || char.IsWhiteSpace(file[at - 1]);
        if (StartsLine(file, at, language.LineComment, isWordStart) || StartsLine(file, at, language.OtherLineComment, isWordStart) || (isWordStart && language.StartsWordComment(file.AsSpan(at))))
        {
            int end = file.IndexOf('\n', at);
            at = end < 0 ? file.Length : end;
            return true;
        }

        return false;
    }

    private static int AfterBlock(string file, int at, Language language)
    {
        if (!language.NestsComments)
        {
            return file.IndexOf(language.BlockClose, at, StringComparison.Ordinal) is var end and >= 0 ? end + language.BlockClose.Length : file.Length;
        }

        for (int depth = 1; depth > 0;)
        {
            if (file.AsSpan(at).IndexOfAny(language.BlockOpen[0], language.BlockClose[0]) is not (var mark and >= 0))
            {
                return file.Length;
            }

            at += mark;
            int deeper = Starts(file, at, Operator) ? 0 : Starts(file, at, language.BlockOpen) ? 1 : Starts(file, at, language.BlockClose) ? -1 : 0;
            depth += deeper;
            at += Starts(file, at, Operator) ? Operator.Length : deeper == 0 ? 1 : language.BlockClose.Length;
        }

        return at;
    }

    private static bool StartsLine(string file, int at, string mark, bool isWordStart) => Starts(file, at, mark) && (mark != "#" || isWordStart);

    private static bool Starts(string file, int at, string mark) => mark.Length > 0 && file.AsSpan(at).StartsWith(mark);
}
