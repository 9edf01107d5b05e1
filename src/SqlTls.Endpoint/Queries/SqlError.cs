namespace SqlTls.Endpoint.Queries;

/// <summary>An error or message as SQL Server numbers it (sys.messages).</summary>
internal sealed record SqlError(int Number, byte State, byte Class, string Message)
{
    public static SqlError LoginFailed(string user) => new(18456, 1, 14, $"Login failed for user '{user}'.");

    public static SqlError CannotOpenDatabase(string database) => new(4060, 1, 11, $"Cannot open database \"{database}\" requested by the login. The login failed.");

    public static SqlError NotUnderstood(string what) => new(
        50000,
        1,
        16,
        $"{what} This is the embedded endpoint of sqltls, not a SQL Server: it answers what clients ask when they connect, and nothing else.");
}
