using System.Buffers;

namespace SqlTls.Audit.Files;

/// <summary>The first look at a text: most hold no connection string, and need neither be decoded nor parsed to know it.</summary>
internal static class Candidates
{
    /// <summary>How much of the piece before must stand before the next one, so that nothing is missed at the border.</summary>
    public const int Overlap = 96;

    private const int LongestTail = 48;

    // Drivers, in strings to which the server is added elsewhere.
    private static readonly string[] Drivers = ["for sql server", "{sql server", "msoledbsql", "sqlncli", "sqloledb", "freetds"];

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["server", "data source", "datasource", "addr", "mssql", "sqlserver", "sqlsrv", "sqlconnectionstringbuilder", .. Drivers], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Addresses = SearchValues.Create(["sqlserver", "mssql", "sqlsrv", "sqlconnectionstringbuilder"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Tail = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ \t\"'])");

    // Without one of these beside a server, it is no connection string of SQL Server.
    private static readonly SearchValues<string> Company = SearchValues.Create(
        ["encrypt", "trust", "catalog", "integrated", "user", "uid", "multi", "mars_", "intent", "attachdb", "failover", "connectretry", "connect retry", "transparent", "driver", "provider", "authentication", "fedauth"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Can a connection string stand here? Never no where there is one.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => Has(text, Words);

    /// <summary>The same for a text that is more than a few lines, where a server alone is no sign yet.</summary>
    public static bool MayBeInFile(ReadOnlySpan<char> text) => Has(text, Words) && (text.IndexOfAny(Addresses) >= 0 || Has(text, Company));

    private static bool Has(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        for (int at = text.IndexOfAny(words); at >= 0; at = text.IndexOfAny(words))
        {
            if (words == Words && IsName(text[at..]) || IsTelling(text[at..]))
            {
                return true;
            }

            text = text[(at + 1)..];
        }

        return false;
    }

    private static bool IsName(ReadOnlySpan<char> word) =>
        word[0] is not ('a' or 'A' or 'd' or 'D') && !word.StartsWith("server", StringComparison.OrdinalIgnoreCase);

    // { "name": "DB_TRUST_SERVER_CERTIFICATE", "value": … }
    private static bool IsVariable(ReadOnlySpan<char> word) => word.Contains("_cert", StringComparison.OrdinalIgnoreCase);

    // A word of everyday language needs an equals sign or an address after it; names of drivers stand for themselves.
    private static bool IsTelling(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> near = word[..Math.Min(LongestTail, word.Length)];
        int end = near.IndexOfAnyExcept(Tail);
        if (end < 0)
        {
            return false;
        }

        return near[end] switch
        {
            '=' => true,
            '\\' or '&' => true,
            '\r' or '\n' => near[end..].TrimStart() is ['=', ..] || IsVariable(near[..end]),
            ',' => IsVariable(near[..end]),
            ':' => near[..end].Contains("cert", StringComparison.OrdinalIgnoreCase) || end == "server".Length,
            _ => false,
        };
    }
}
