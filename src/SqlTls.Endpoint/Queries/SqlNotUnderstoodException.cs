namespace SqlTls.Endpoint.Queries;

/// <summary>The batch asks for something that this endpoint does not have.</summary>
/// <param name="error">What the client is told.</param>
internal sealed class SqlNotUnderstoodException(SqlError error) : Exception(error.Message)
{
    public SqlNotUnderstoodException(string what)
        : this(SqlError.NotUnderstood(what))
    {
    }

    public SqlError Error { get; } = error;

    /// <summary>That a word means nothing here.</summary>
    public static SqlNotUnderstoodException Of(string word) => new($"'{word}' is not known here.");
}
