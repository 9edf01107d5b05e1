using System.Buffers;

namespace SqlTls.ConnectionStrings.Files;

/// <summary>The first look at a text: most hold no connection string, and need neither be decoded nor parsed to know it.</summary>
internal static class Candidates
{
    /// <summary>How much of the piece before must stand before the next one, so that nothing is missed at the border.</summary>
    public const int Overlap = 96;

    private const int LongestTail = 48;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["server", "data source", "datasource", "addr", "mssql", "sqlsrv", "sqlconnectionstringbuilder"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Addresses = SearchValues.Create(["sqlserver:", "mssql", "sqlsrv", "sqlconnectionstringbuilder"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Tail = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ \t\"'])");

    // Without one of these beside a server, it is no connection string of SQL Server.
    private static readonly SearchValues<string> Company = SearchValues.Create(
        ["encrypt", "trust", "catalog", "integrated", "user", "uid", "multi", "mars_", "intent", "attachdb", "failover", "connectretry", "connect retry", "transparent", "driver", "provider"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Can a connection string stand here? Never no where there is one.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => Has(text, Words);

    /// <summary>The same for a text that is more than a few lines, where a server alone is no sign yet.</summary>
    public static bool MayBeInFile(ReadOnlySpan<char> text) => Has(text, Words) && (text.IndexOfAny(Addresses) >= 0 || Has(text, Company));

    private static bool Has(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        for (int at = text.IndexOfAny(words); at >= 0; at = text.IndexOfAny(words))
        {
            if (IsTelling(text[at..]))
            {
                return true;
            }

            text = text[(at + 1)..];
        }

        return false;
    }

    // A word alone is common in any text: an equals sign after it, or an address, is not.
    private static bool IsTelling(ReadOnlySpan<char> word)
    {
        if (word.StartsWith("mssql", StringComparison.OrdinalIgnoreCase) || word.StartsWith("sql", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

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
            ':' => near[..end].Contains("cert", StringComparison.OrdinalIgnoreCase) || end == "server".Length,
            _ => false,
        };
    }
}
