using System.Globalization;
using System.Text.RegularExpressions;
using SqlTls.Audit.Projects;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>Which driver reads a string: what the string and its place say counts before what the project says.</summary>
internal static partial class DriverChoice
{
    public static ClientDriver For(ConnectionString text, string? provider, string extension, NearDrivers near) => (text.Dialect, extension.ToLowerInvariant()) switch
    {
        (Dialect.Odbc, _) => Odbc(text.Last(Word.Driver)?.Value?.Trim('{', '}') ?? ""),
        (Dialect.OleDb, _) => OleDb(text.Last(Word.Provider)?.Value ?? ""),
        (Dialect.Jdbc, _) => near.Jdbc,
        (Dialect.Separate, _) => ClientDriver.Unknown,
        (Dialect.Url, _) when text.Last(Word.Driver)?.Value is { } driver => Odbc(driver),
        (_, ".go") => near.Go,
        (_, ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".cjs") => near.Node,
        (Dialect.Url, _) => ClientDriver.Unknown,
        _ => provider switch
        {
            "System.Data.SqlClient" => ClientDriver.SystemData,
            "Microsoft.Data.SqlClient" => ClientDriver.MicrosoftData(near.SqlClient.Name == provider ? near.SqlClient.Version : null),
            _ => near.SqlClient,
        },
    };

    private static ClientDriver Odbc(string name)
    {
        Match number = OdbcNumber().Match(name);
        return new(Shown(name), null, number.Success ? int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture) >= 18
            : name.Contains("FreeTDS", StringComparison.OrdinalIgnoreCase) ? null : false);
    }

    private static ClientDriver OleDb(string name) => new(Shown(name), null, name.StartsWith("MSOLEDBSQL19", StringComparison.OrdinalIgnoreCase));

    // Where a ';' is missing, the rest of the string stands in the name, with its password.
    private static string Shown(string name) => name.Contains('=', StringComparison.Ordinal) ? ClientDriver.Unknown.Name : name;

    [GeneratedRegex(@"(?:ODBC Driver |msodbcsql-?)([0-9]{1,3})", RegexOptions.IgnoreCase)]
    private static partial Regex OdbcNumber();
}
