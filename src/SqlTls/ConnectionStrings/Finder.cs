using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Finds SQL Server's connection strings in a text, which may hold other words around them.</summary>
internal static partial class Finder
{
    /// <summary>Characters of a connection string, at the most.</summary>
    public const int LongestString = 8192;

    /// <summary>The strings in a text, in order; those of other databases are left out.</summary>
    public static IEnumerable<ConnectionString> Find(string text)
    {
        string masked = Placeholders.Mask(text);
        Match address = AddressString.Start().Match(masked);
        Match keyword = FirstKeyword().Match(masked);
        while (address.Success || keyword.Success)
        {
            bool isAddress = address.Success && (!keyword.Success || address.Index <= keyword.Groups[1].Index);
            (ConnectionString? found, int end) = isAddress ? AddressString.Read(masked, address) : FromPairs(masked, keyword.Groups[1].Index);
            if (found is not null)
            {
                yield return found;
            }

            int next = found is not null ? end : isAddress ? address.Index + address.Length : keyword.Index + keyword.Length;
            address = address.Success && address.Index < next ? AddressString.Start().Match(masked, next) : address;
            keyword = keyword.Success && keyword.Index < next ? FirstKeyword().Match(masked, next) : keyword;
        }
    }

    /// <summary>A part of a text, no longer than a connection string can be.</summary>
    public static string Window(string text, int start, int end) => text[start..Math.Min(end, start + LongestString)];

    /// <summary>The pairs of a part, with their places in the whole.</summary>
    public static Pair[] Shifted(List<Pair> pairs, int by) => [.. pairs.Select(pair => pair with { KeyStart = pair.KeyStart + by, ValueStart = pair.ValueStart + by })];

    // It ends where the quotes around it do, or with its line where other text stands before it there.
    private static int End(string text, int start, ReadOnlySpan<char> before)
    {
        if (start > 0 && text[start - 1] is '"' or '\'' && text.IndexOf(text[start - 1], start) is var close and > 0)
        {
            return close;
        }

        return !before.IsWhiteSpace() && text.IndexOf('\n', start) is var line and > 0 ? line : text.Length;
    }

    // What stands before it in its line.
    private static ReadOnlySpan<char> Before(string text, int start)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start)[Math.Max(0, start - LongestString)..];
        return before[(before.LastIndexOf('\n') + 1)..];
    }

    // A script within a document has comments of its own.
    private static bool IsComment(ReadOnlySpan<char> before) =>
        before.TrimStart() is var line && (line.StartsWith("#") || line.StartsWith("//") || line.StartsWith("--"));

    private static (ConnectionString? Found, int End) FromPairs(string whole, int start)
    {
        ReadOnlySpan<char> before = Before(whole, start);
        string text = Window(whole, start, End(whole, start, before));
        if (IsComment(before))
        {
            return (null, start);
        }

        bool braces = Braces().IsMatch(text);
        (List<Pair> pairs, int error) = KeyValueGrammar.Read(text, 0, braces);
        if (pairs.FirstOrDefault(pair => pair.Word == Word.Nested) is { Value: not null } nested)
        {
            int from = start + nested.ValueStart;
            return FromPairs(whole[..(from + nested.ValueLength)], from) is { Found: { } inner } ? (inner, start + text.Length) : (null, start);
        }

        return (OfPairs(text, start, pairs, error), start + text.Length);
    }

    private static ConnectionString? OfPairs(string text, int start, List<Pair> pairs, int error)
    {
        var words = pairs.Select(pair => pair.Word).ToHashSet();
        string server = ServerIn(pairs);
        Dialect dialect = words.Contains(Word.Driver) ? Dialect.Odbc : words.Contains(Word.Provider) ? Dialect.OleDb : Dialect.AdoNet;
        bool telling = words.Overlaps([Word.Telling, Word.Encrypt, Word.TrustServerCertificate]);
        bool fragment = !words.Contains(Word.Server);
        bool ours = dialect switch
        {
            Dialect.Odbc => IsOdbc(pairs),
            Dialect.OleDb => pairs.Any(pair => pair.Word == Word.Provider && pair.Value is { } provider && OleDbProvider().IsMatch(provider)),
            _ when fragment => words.Contains(Word.TrustServerCertificate) && !words.Overlaps([Word.Unknown, Word.Foreign]),
            _ => !server.Contains("://", StringComparison.Ordinal) && !server.StartsWith('(') | IsLocalName(server)
                && (words.Contains(Word.Foreign) ? words.Contains(Word.TrustServerCertificate)
                    : telling || (words.Contains(Word.Database) && words.Contains(Word.User) && !words.Contains(Word.Unknown))),
        };
        bool hole = text.Contains(Placeholders.Hole, StringComparison.Ordinal) && WholeHole().IsMatch(text);
        return ours ? new(dialect, start, server, Shifted(pairs, start), start == 0 || telling ? error : -1, hole, fragment) : null;
    }

    /// <summary>Settings that stand one by one and make up one connection; null where their driver is another database's.</summary>
    /// <param name="dialect">Whose settings they are.</param>
    /// <param name="pairs">The settings.</param>
    /// <param name="isOpen">There may be more of them than can be seen.</param>
    public static ConnectionString? OfSettings(Dialect dialect, List<Pair> pairs, bool isOpen)
    {
        bool open = isOpen || !pairs.Exists(pair => pair.Word == Word.Server);
        return dialect != Dialect.Odbc || IsOdbc(pairs) ? new(dialect, 0, ServerIn(pairs), pairs, -1, HasHole: false, open) : null;
    }

    private static bool IsOdbc(List<Pair> pairs) => pairs.Exists(pair => pair.Word == Word.Driver && pair.Value is { } driver && OdbcDriver().IsMatch(driver));

    /// <summary>The server that the pairs name; empty where they name none.</summary>
    public static string ServerIn(List<Pair> pairs) => pairs.FindLast(pair => pair.Word == Word.Server).Value?.Trim() ?? "";

    private static bool IsLocalName(string server) =>
        server.StartsWith("(local", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<![\w.$@%\-])((?:data source|datasource|server|network address|address|addr|initial catalog|database|integrated security|trusted_connection|user id|uid|user|password|pwd|encrypt|trust ?server ?certificate|driver|provider|persist security info|multipleactiveresultsets|application name|app|attachdbfilename|metadata|dsn)\s*=(?!=))", RegexOptions.IgnoreCase)]
    private static partial Regex FirstKeyword();

    [GeneratedRegex(@"(?:^|;)\s*driver\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Braces();

    [GeneratedRegex(@"sql server|sql native client|msodbcsql|freetds", RegexOptions.IgnoreCase)]
    private static partial Regex OdbcDriver();

    [GeneratedRegex(@"^(?:sqloledb|sqlncli|msoledbsql)", RegexOptions.IgnoreCase)]
    private static partial Regex OleDbProvider();

    [GeneratedRegex(@"(?:^|;)\s*\uFFFC+\s*(?:;|$)")]
    private static partial Regex WholeHole();
}
