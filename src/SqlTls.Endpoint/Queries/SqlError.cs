namespace SqlTls.Endpoint.Queries;

/// <summary>An error or message as SQL Server numbers it (sys.messages).</summary>
internal sealed record SqlError(int Number, byte State, byte Class, string Message)
{
    // What a client sent is quoted as far as it helps to find it.
    private const int MostQuoted = 200;

    public static SqlError NestedTooDeeply { get; } = new(
        191, 1, 15, "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.");

    public static SqlError NoTable { get; } = new(263, 1, 16, "Must specify table to select from.");

    public static SqlError TooManyColumns(int most) => new(
        1056, 1, 15, $"The number of elements in the select list exceeds the maximum allowed number of {most} elements.");

    public static SqlError LoginFailed(string user) => new(18456, 1, 14, $"Login failed for user '{user}'.");

    public static SqlError CannotOpenDatabase(string database) => new(4060, 1, 11, $"Cannot open database \"{database}\" requested by the login. The login failed.");

    public static SqlError NotUnderstood(string what) => new(
        50000,
        1,
        16,
        $"{(what.Length > MostQuoted ? what[..MostQuoted] + "…" : what)} This is the embedded endpoint of sqltls, not a SQL Server: it answers what clients ask when they connect, and nothing else.");
}
