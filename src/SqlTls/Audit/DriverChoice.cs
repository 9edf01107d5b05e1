using System.Globalization;
using System.Text.RegularExpressions;
using SqlTls.Audit.Projects;
using SqlTls.Audit.Readers;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit;

/// <summary>Which driver reads a string: what the string and its place say counts before what the project says.</summary>
internal static partial class DriverChoice
{
    /// <summary>The driver that will read a string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="provider">The <c>providerName</c> beside it, or the client that its file names.</param>
    /// <param name="extension">Of its file, in lower case.</param>
    /// <param name="near">What project files say.</param>
    public static ClientDriver For(ConnectionString text, string? provider, string extension, NearDrivers near) => (text.Dialect, extension) switch
    {
        (Dialect.Odbc, _) => Odbc(text.Last(Word.Driver)?.Value?.Trim('{', '}') ?? ""),
        (Dialect.OleDb, _) => OleDb(text.Last(Word.Provider)?.Value ?? ""),
        (Dialect.Jdbc, _) => near.Jdbc ?? ClientDriver.Jdbc(null),
        (Dialect.Separate, _) => ClientDriver.Unknown,
        (Dialect.Url, _) when text.Last(Word.Driver)?.Value is { } driver => Odbc(driver),
        (_, ".go") => near.Go ?? ClientDriver.Go(null),
        (_, ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".cjs") => near.Node ?? ClientDriver.Unknown,
        (Dialect.Url, _) => GoOrNode(extension, near),
        _ => Named(text.Client ?? provider, near) ?? near.SqlClient ?? GoOrNode(extension, near),
    };

    /// <summary>Does the <c>providerName</c>, or the client that its file names, say that the string is another database's?</summary>
    public static bool IsOther(ConnectionString text, string? provider) =>
        (text.Client ?? provider) is { } client && (client == SqlClientNamespace.Other ? IsAmbiguous(text) : OtherDatabase().IsMatch(client));

    // What MySQL's clients and those of Analysis Services take as well: they know an initial catalog too.
    private static bool IsAmbiguous(ConnectionString text) => text.Dialect == Dialect.AdoNet && text.Pairs.All(pair =>
        pair.Word is not (Word.Encrypt or Word.TrustServerCertificate) && (pair.Word != Word.Telling || pair.Key.StartsWith("initial", StringComparison.OrdinalIgnoreCase)));

    // Configuration beside a project in Go or Node; a folder that has both says nothing.
    private static ClientDriver GoOrNode(string extension, NearDrivers near) => IsConfiguration(Language.Of(extension)) ? (near.Go, near.Node) switch
    {
        ({ } go, null) => go,
        (null, { } node) => node,
        _ => ClientDriver.Unknown,
    }
    : ClientDriver.Unknown;

    private static bool IsConfiguration(Language? language) => language is null || language == Language.Json || language == Language.Toml || language == Language.Shell;

    private static ClientDriver? Named(string? provider, NearDrivers near) => provider switch
    {
        "System.Data.SqlClient" => ClientDriver.SystemData,
        "Microsoft.Data.SqlClient" => near.SqlClient is { } driver && driver.Name == provider ? driver : ClientDriver.MicrosoftData(null),
        _ => null,
    };

    private static ClientDriver Odbc(string name)
    {
        if (name.Length == 0 || name.Contains(Placeholders.Hole, StringComparison.Ordinal))
        {
            return ClientDriver.Unknown;
        }

        Match number = OdbcNumber().Match(name);
        return new(Shown(name), null, number.Success ? int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture) >= 18
            : name.Contains("FreeTDS", StringComparison.OrdinalIgnoreCase) ? null : false);
    }

    private static ClientDriver OleDb(string name) => new(Shown(name), null, name.StartsWith("MSOLEDBSQL19", StringComparison.OrdinalIgnoreCase));

    // Where a ';' is missing, the rest of the string stands in the name, with its password.
    private static string Shown(string name) => name.Contains('=', StringComparison.Ordinal) ? ClientDriver.Unknown.Name : name;

    [GeneratedRegex(@"mysql|npgsql|postgre|oracle|sqlite|sqlserverce|firebird|informix|sybase|teradata|snowflake|\.db2", RegexOptions.IgnoreCase)]
    private static partial Regex OtherDatabase();

    [GeneratedRegex(@"(?:ODBC Driver |msodbcsql-?)([0-9]{1,3})", RegexOptions.IgnoreCase)]
    private static partial Regex OdbcNumber();
}
