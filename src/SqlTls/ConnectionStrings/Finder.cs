using System.Buffers;
using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Finds SQL Server's connection strings in a literal, which may hold other text around them.</summary>
internal static partial class Finder
{
    private static readonly SearchValues<char> AddressEnd = SearchValues.Create("\"'` \t\r\n");

    /// <summary>Characters of a connection string, at the most.</summary>
    public const int LongestString = 8192;

    /// <summary>The strings in a text, in order; those of other databases are left out.</summary>
    /// <param name="text">A literal, decoded; holes stand where it is filled in later.</param>
    public static IEnumerable<ConnectionString> Find(string text)
    {
        string masked = Placeholders.Mask(text);
        Match address = Address().Match(masked);
        Match keyword = FirstKeyword().Match(masked);
        while (address.Success || keyword.Success)
        {
            bool isAddress = address.Success && (!keyword.Success || address.Index <= keyword.Groups[1].Index);
            (ConnectionString? found, int end) = isAddress ? FromAddress(masked, address) : FromPairs(masked, keyword.Groups[1].Index);
            if (found is not null)
            {
                yield return found;
            }

            int next = found is not null ? end : isAddress ? address.Index + address.Length : keyword.Index + keyword.Length;
            address = address.Success && address.Index < next ? Address().Match(masked, next) : address;
            keyword = keyword.Success && keyword.Index < next ? FirstKeyword().Match(masked, next) : keyword;
        }
    }

    private static (ConnectionString? Found, int End) FromAddress(string whole, Match match)
    {
        int start = match.Index;
        string text = Window(whole, start, start == 0 ? whole.Length : whole.AsSpan(start).IndexOfAny(AddressEnd) is var quote and >= 0 ? start + quote : whole.Length);
        int rest = match.Length;
        bool semicolons = text.AsSpan(rest).IndexOf(';') >= 0 || match.Value.StartsWith("jdbc", StringComparison.OrdinalIgnoreCase);
        int options = text.AsSpan(rest).IndexOf(semicolons ? ';' : '?') is var at and >= 0 ? rest + at : text.Length;
        string server = text[rest..options];
        server = server[(server.LastIndexOf('@') + 1)..];
        int port = server.AsSpan().IndexOfAny('/', '?');
        server = port >= 0 ? server[..port] : server;
        int colon = server.LastIndexOf(':');
        server = colon > 0 && server.IndexOf(':', StringComparison.Ordinal) == colon ? server[..colon] : server;

        List<Pair> pairs = UserInfo(text, rest, options);
        if (semicolons)
        {
            pairs.AddRange(KeyValueGrammar.Read(text, options, braces: true).Pairs);
            server = pairs.Where(pair => Words.Of(pair.Key) == Word.Server).Select(pair => pair.Value).LastOrDefault() ?? server;
        }
        else
        {
            foreach (Match option in Option().Matches(text, options))
            {
                Group key = option.Groups[1], value = option.Groups[2];
                pairs.Add(new(Uri.UnescapeDataString(key.Value.Replace('+', ' ')), Uri.UnescapeDataString(value.Value.Replace('+', ' ')), key.Index, value.Index, value.Length));
            }
        }

        bool hole = text.AsSpan(options).Trim("?;& ").StartsWith([Placeholders.Hole]);
        return (new(semicolons ? Dialect.Jdbc : Dialect.Url, start, server, Shifted(pairs, start), -1, hole, false), start + text.Length);
    }

    // scheme://user:password@host
    private static List<Pair> UserInfo(string text, int start, int end)
    {
        int at = text.AsSpan(start, end - start).LastIndexOf('@');
        int colon = at < 0 ? -1 : text.AsSpan(start, at).IndexOf(':');
        return colon < 0 ? [] : [new("password", text.Substring(start + colon + 1, at - colon - 1), start + colon, start + colon + 1, at - colon - 1)];
    }

    private static string Window(string text, int start, int end) => text[start..Math.Min(end, start + LongestString)];

    private static Pair[] Shifted(List<Pair> pairs, int by) => [.. pairs.Select(pair => pair with { KeyStart = pair.KeyStart + by, ValueStart = pair.ValueStart + by })];

    // It ends where the quotes around it do, or with its line where other text stands in lines before it.
    private static int End(string text, int start)
    {
        if (start > 0 && text[start - 1] is '"' or '\'' && text.IndexOf(text[start - 1], start) is var close and > 0)
        {
            return close;
        }

        ReadOnlySpan<char> before = text.AsSpan(0, start)[Math.Max(0, start - LongestString)..];
        return before.Contains('\n') && !before.IsWhiteSpace() && text.IndexOf('\n', start) is var line and > 0 ? line : text.Length;
    }

    private static (ConnectionString? Found, int End) FromPairs(string whole, int start)
    {
        string text = Window(whole, start, End(whole, start));
        bool braces = Braces().IsMatch(text);
        (List<Pair> pairs, int error) = KeyValueGrammar.Read(text, 0, braces);
        if (pairs.FirstOrDefault(pair => Words.Of(pair.Key) == Word.Nested) is { Value: not null } nested)
        {
            int from = start + nested.ValueStart;
            return FromPairs(whole[..(from + nested.ValueLength)], from) is { Found: { } inner } ? (inner, start + text.Length) : (null, start);
        }

        var words = pairs.Select(pair => Words.Of(pair.Key)).ToHashSet();
        string server = pairs.Where(pair => Words.Of(pair.Key) == Word.Server).Select(pair => pair.Value).LastOrDefault() ?? "";
        Dialect dialect = words.Contains(Word.Driver) ? Dialect.Odbc : words.Contains(Word.Provider) ? Dialect.OleDb : Dialect.AdoNet;
        bool telling = words.Overlaps([Word.Telling, Word.Encrypt, Word.TrustServerCertificate]);
        bool fragment = !words.Contains(Word.Server);
        bool ours = dialect switch
        {
            Dialect.Odbc => pairs.Any(pair => Words.Of(pair.Key) == Word.Driver && pair.Value is { } driver && OdbcDriver().IsMatch(driver)),
            Dialect.OleDb => pairs.Any(pair => Words.Of(pair.Key) == Word.Provider && pair.Value is { } provider && OleDbProvider().IsMatch(provider)),
            _ when fragment => words.Contains(Word.TrustServerCertificate) && !words.Overlaps([Word.Unknown, Word.Foreign]),
            _ => !server.Contains("://", StringComparison.Ordinal) && !server.StartsWith('(') | IsLocalName(server)
                && (words.Contains(Word.Foreign) ? words.Contains(Word.TrustServerCertificate)
                    : telling || (words.Contains(Word.Database) && words.Contains(Word.User) && !words.Contains(Word.Unknown))),
        };
        bool hole = text.Contains(Placeholders.Hole, StringComparison.Ordinal) && WholeHole().IsMatch(text);
        ConnectionString? found = ours
            ? new(dialect, start, server.Trim(), Shifted(pairs, start), start == 0 || telling ? error : -1, hole, fragment)
            : null;
        return (found, start + text.Length);
    }

    private static bool IsLocalName(string server) =>
        server.StartsWith("(local", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"jdbc:sqlserver:(?://)?|(?<![\w:])(?:sqlserver|mssql(?:\+\w+)?)://", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"[?&]([^=&#]+)=([^&#\s]*)")]
    private static partial Regex Option();

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
