using System.Buffers;

namespace SqlTls.ConnectionStrings.Files;

/// <summary>The first look at a text: most hold no connection string, and need neither be decoded nor parsed to know it.</summary>
internal static class Candidates
{
    /// <summary>How much of the piece before must stand before the next one, so that nothing is missed at the border.</summary>
    public const int Overlap = 96;

    private const int LongestTail = 48;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["server", "data source", "datasource", "addr", "mssql", "sqlconnectionstringbuilder"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Tail = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ \t\"'])");

    /// <summary>Can a connection string stand here? Never no where there is one.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOfAny(Words); at >= 0; at = text.IndexOfAny(Words))
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
        if (word[0] is 'm' or 'M' || word.StartsWith("sqlc", StringComparison.OrdinalIgnoreCase))
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
