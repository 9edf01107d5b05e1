using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Finds SQL Server's connection strings in a text, which may hold other words around them.</summary>
internal static partial class Finder
{
    /// <summary>Characters of a connection string, at the most.</summary>
    public const int LongestString = 8192;

    // Of so many keywords none began a string: the rest of that window is passed over, so that work grows with the text alone.
    private const int MostTries = 32;

    // PHP's data objects hand what stands behind it to ODBC's driver.
    private const string Pdo = "sqlsrv:";

    /// <summary>The strings in a text, in order; those of other databases are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="portIsOurs">A port does not speak for another database.</param>
    public static IEnumerable<ConnectionString> Find(string text, bool portIsOurs = false)
    {
        string masked = Placeholders.Mask(text);
        Match address = AddressString.Start().Match(masked);
        Match keyword = FirstKeyword().Match(masked);
        for (int tries = 0, window = 0; address.Success || keyword.Success;)
        {
            bool isAddress = address.Success && (!keyword.Success || address.Index <= keyword.Index);
            int start = isAddress ? address.Index : keyword.Index;
            (tries, window) = start < window ? (tries + 1, window) : (0, start + LongestString);
            (ConnectionString? found, int next) = StringEnd.IsInComment(masked, start) ? (null, start + (isAddress ? address : keyword).Length)
                : isAddress ? AddressString.Read(masked, address)
                : FromPairs(masked, keyword, portIsOurs);
            if (found is not null)
            {
                yield return found;
            }

            next = tries < MostTries || found is not null ? next : Math.Min(window, masked.Length);
            address = address.Success && address.Index < next ? AddressString.Start().Match(masked, next) : address;
            keyword = keyword.Success && keyword.Index < next ? FirstKeyword().Match(masked, next) : keyword;
        }
    }

    /// <summary>Settings that stand one by one and make up one connection; null where their driver is another database's.</summary>
    /// <param name="dialect">Whose settings they are.</param>
    /// <param name="pairs">The settings.</param>
    /// <param name="isOpen">There may be more of them than can be seen.</param>
    public static ConnectionString? OfSettings(Dialect dialect, List<Pair> pairs, bool isOpen)
    {
        bool open = isOpen || !pairs.Exists(pair => pair.Word == Word.Server);
        return dialect != Dialect.Odbc || Owners.IsOdbc(pairs) ? new(dialect, 0, ServerIn(pairs), pairs, -1, HasHole: false, open) : null;
    }

    /// <summary>The pairs of a part, with their places in the whole.</summary>
    public static Pair[] Shifted(List<Pair> pairs, int by) => [.. pairs.Select(pair => pair with { KeyStart = pair.KeyStart + by, ValueStart = pair.ValueStart + by })];

    /// <summary>May a placeholder in a string stand for whole pairs?</summary>
    public static bool HasWholeHole(string text) => text.Contains(Placeholders.Hole, StringComparison.Ordinal) && WholeHole().IsMatch(text);

    /// <summary>The server that the pairs name; empty where they name none.</summary>
    public static string ServerIn(List<Pair> pairs) => pairs.FindLast(pair => pair.Word == Word.Server).Value?.Trim() ?? "";

    private static (ConnectionString? Found, int Next) FromPairs(string whole, Match keyword, bool portIsOurs)
    {
        int start = keyword.Index, inside = keyword.Index + keyword.Length;
        string text = whole[start..StringEnd.OfPairs(whole, start)];
        bool isPdo = whole.AsSpan(0, start).TrimEnd(' ').EndsWith(Pdo, StringComparison.OrdinalIgnoreCase);
        (List<Pair> pairs, int error) = KeyValueGrammar.Read(text, 0, isPdo || Braces().IsMatch(text));
        if (pairs.Exists(pair => pair.Word == Word.Nested && pair.Value is not null))
        {
            return (Nested(text, start, pairs), start + text.Length);
        }

        var words = pairs.Select(pair => pair.Word).ToHashSet();
        Dialect dialect = isPdo || words.Contains(Word.Driver) ? Dialect.Odbc : words.Contains(Word.Provider) ? Dialect.OleDb : Dialect.AdoNet;
        return (isPdo ? Owner.SqlServer : Owners.Of(dialect, pairs, portIsOurs)) switch
        {
            Owner.SqlServer => (Made(dialect, text, start, pairs, words, error), start + text.Length),
            Owner.Other => (null, Math.Max(inside, start + EndOf(pairs))),
            _ => (null, inside),
        };
    }

    private static ConnectionString Made(Dialect dialect, string text, int start, List<Pair> pairs, HashSet<Word> words, int error)
    {
        bool telling = words.Overlaps([Word.Telling, Word.Encrypt, Word.TrustServerCertificate]);
        return new(dialect, start, ServerIn(pairs), Shifted(pairs, start), start == 0 || telling ? error : -1, HasWholeHole(text), !words.Contains(Word.Server));
    }

    // Entity Framework's: the provider's string stands as a value in a string of its own.
    private static ConnectionString? Nested(string text, int start, List<Pair> outer)
    {
        Pair nested = outer.Find(pair => pair.Word == Word.Nested);
        int by = start + nested.ValueStart;
        return Find(text.Substring(nested.ValueStart, nested.ValueLength)).FirstOrDefault() is { } found
            ? found with { Start = by + found.Start, Pairs = Shifted([.. found.Pairs], by), Client = outer.FindLast(pair => pair.Word == Word.Provider).Value }
            : null;
    }

    private static int EndOf(List<Pair> pairs) => pairs[^1].ValueStart + pairs[^1].ValueLength;

    [GeneratedRegex(@"(?<![\w.$@%\-])(?:data source|datasource|server|host|port|network address|address|addr|initial catalog|database|integrated security|trusted_connection|user id|uid|username|user|password|pwd|encrypt|ssl[ -]?mode|trust ?server ?certificate|driver|provider|persist security info|multipleactiveresultsets|application name|app|attachdbfilename|metadata|dsn)\s*=(?!=)", RegexOptions.IgnoreCase)]
    private static partial Regex FirstKeyword();

    [GeneratedRegex(@"(?:^|;)\s*driver\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Braces();

    [GeneratedRegex(@"(?:^|;)\s*\uFFFC+\s*(?:;|$)")]
    private static partial Regex WholeHole();
}
