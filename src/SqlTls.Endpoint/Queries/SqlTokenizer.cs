namespace SqlTls.Endpoint.Queries;

/// <summary>Cuts a batch into tokens; comments and blanks fall away.</summary>
internal static class SqlTokenizer
{
    public static IReadOnlyList<SqlToken> Tokenize(string batch)
    {
        var tokens = new List<SqlToken>();
        int at = 0;
        while (at < batch.Length)
        {
            int length = Skip(batch, at);
            if (length == 0)
            {
                (SqlToken token, length) = Next(batch, at);
                tokens.Add(token);
            }

            at += length;
        }

        return tokens;
    }

    private static int Skip(string batch, int at)
    {
        if (char.IsWhiteSpace(batch[at]))
        {
            return 1;
        }

        ReadOnlySpan<char> rest = batch.AsSpan(at);
        if (rest.StartsWith("--"))
        {
            int end = rest.IndexOf('\n');
            return end < 0 ? rest.Length : end + 1;
        }

        if (rest.StartsWith("/*"))
        {
            int end = rest.IndexOf("*/");
            return end < 0 ? rest.Length : end + 2;
        }

        return 0;
    }

    private static (SqlToken Token, int Length) Next(string batch, int at)
    {
        char first = batch[at];
        bool isNational = first is 'N' or 'n' && at + 1 < batch.Length && batch[at + 1] == '\'';
        return first switch
        {
            _ when isNational => Quoted(batch, at, 1, '\'', SqlTokenKind.Text),
            '\'' => Quoted(batch, at, 0, '\'', SqlTokenKind.Text),
            '[' => Quoted(batch, at, 0, ']', SqlTokenKind.QuotedName),
            '"' => Quoted(batch, at, 0, '"', SqlTokenKind.QuotedName),
            _ when char.IsAsciiDigit(first) => Run(batch, at, SqlTokenKind.Number, char.IsAsciiDigit),
            _ when IsWordPart(first) => Run(batch, at, SqlTokenKind.Word, IsWordPart),
            _ => (new SqlToken(SqlTokenKind.Sign, first.ToString()), 1),
        };
    }

    private static bool IsWordPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '@' or '#' or '$';

    private static (SqlToken Token, int Length) Run(string batch, int at, SqlTokenKind kind, Func<char, bool> belongs)
    {
        int end = at;
        while (end < batch.Length && belongs(batch[end]))
        {
            end++;
        }

        return (new SqlToken(kind, batch[at..end]), end - at);
    }

    // A closing quote that stands twice is one quote of the text.
    private static (SqlToken Token, int Length) Quoted(string batch, int at, int prefix, char close, SqlTokenKind kind)
    {
        int start = at + prefix + 1;
        int end = start;
        while (end < batch.Length && (batch[end] != close || (end + 1 < batch.Length && batch[end + 1] == close)))
        {
            end += batch[end] == close ? 2 : 1;
        }

        string text = batch[start..end].Replace(new string(close, 2), close.ToString(), StringComparison.Ordinal);
        return (new SqlToken(kind, text), Math.Min(end + 1, batch.Length) - at);
    }
}
