namespace SqlTls.ConnectionStrings;

/// <summary>Which driver reads a string: what the string and its place say counts before what the project says.</summary>
internal static class DriverChoice
{
    public static ClientDriver For(ConnectionString text, string? provider, string extension, ClientDriver project) => (text.Dialect, extension.ToLowerInvariant()) switch
    {
        (Dialect.Odbc, _) => Odbc(text.Last(Word.Driver)?.Value?.Trim('{', '}') ?? ""),
        (Dialect.OleDb, _) => OleDb(text.Last(Word.Provider)?.Value ?? ""),
        (Dialect.Jdbc, _) => new("the JDBC driver", null, null),
        (_, ".go") => new("go-mssqldb", null, false),
        (Dialect.Url, _) => ClientDriver.Unknown,
        _ => provider switch
        {
            "System.Data.SqlClient" => ClientDriver.SystemData,
            "Microsoft.Data.SqlClient" => ClientDriver.MicrosoftData(project.Name == provider ? project.Version : null),
            _ => project,
        },
    };

    private static ClientDriver Odbc(string name)
    {
        bool numbered = name.StartsWith("ODBC Driver ", StringComparison.OrdinalIgnoreCase);
        return new(Shown(name), null, numbered && int.TryParse(name.AsSpan(12, Math.Min(2, name.Length - 12)), out int number) ? number >= 18
            : name.Contains("FreeTDS", StringComparison.OrdinalIgnoreCase) ? null : false);
    }

    private static ClientDriver OleDb(string name) => new(Shown(name), null, name.StartsWith("MSOLEDBSQL19", StringComparison.OrdinalIgnoreCase));

    // Where a ';' is missing, the rest of the string stands in the name, with its password.
    private static string Shown(string name) => name.Contains('=', StringComparison.Ordinal) ? ClientDriver.Unknown.Name : name;
}
