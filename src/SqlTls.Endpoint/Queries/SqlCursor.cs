namespace SqlTls.Endpoint.Queries;

/// <summary>A place in a batch's tokens.</summary>
internal sealed class SqlCursor(IReadOnlyList<SqlToken> tokens)
{
    public int Position { get; set; }

    public bool IsAtEnd => Position >= tokens.Count;

    /// <summary>The token here. There is none at the end.</summary>
    public SqlToken Next => tokens[Position];

    public bool Peek(string word) => !IsAtEnd && Next.Is(word);

    public bool Accept(string word)
    {
        bool found = Peek(word);
        Position += found ? 1 : 0;
        return found;
    }

    public void Expect(string word)
    {
        if (!Accept(word))
        {
            throw new SqlNotUnderstoodException($"'{word}' is missing.");
        }
    }

    public SqlToken Take() => !IsAtEnd ? tokens[Position++] : throw new SqlNotUnderstoodException("The statement ends too early.");

    /// <summary>A name in its parts, in lower case.</summary>
    public string[] Name()
    {
        var parts = new List<string> { Take().Text.ToLowerInvariant() };
        while (Accept("."))
        {
            parts.Add(Take().Text.ToLowerInvariant());
        }

        return [.. parts];
    }
}
