namespace SqlTls.Endpoint.Queries;

/// <summary>A word, number, string or sign of Transact-SQL.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text)
{
    public bool Is(string word) => Kind is SqlTokenKind.Word or SqlTokenKind.Sign && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
