using System.Buffers;
using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Finds SQL Server's connection strings in a literal, which may hold other text around them.</summary>
internal static partial class Finder
{
    private static readonly SearchValues<char> AddressEnd = SearchValues.Create("\"'` \t\r\n");

    /// <summary>The strings in a text; those of other databases are left out.</summary>
    /// <param name="text">A literal, decoded; holes stand where it is filled in later.</param>
    public static IEnumerable<ConnectionString> Find(string text)
    {
        string masked = Placeholders.Mask(text);
        if (Address().Match(masked) is { Success: true } address)
        {
            return FromAddress(masked, address);
        }

        Match first = FirstKeyword().Match(masked);
        return first.Success && FromPairs(masked, first.Groups[1].Index) is { } found ? [found] : [];
    }

    private static IEnumerable<ConnectionString> FromAddress(string text, Match match)
    {
        int end = match.Index == 0 ? text.Length : text.AsSpan(match.Index).IndexOfAny(AddressEnd) is var quote and >= 0 ? match.Index + quote : text.Length;
        string address = text[..end];
        int rest = match.Index + match.Length;
        bool semicolons = address.AsSpan(rest).IndexOf(';') >= 0 || match.Value.StartsWith("jdbc", StringComparison.OrdinalIgnoreCase);
        int options = address.AsSpan(rest).IndexOf(semicolons ? ';' : '?') is var at and >= 0 ? rest + at : end;
        string server = address[rest..options];
        server = server[(server.LastIndexOf('@') + 1)..];
        int port = server.AsSpan().IndexOfAny('/', '?');
        server = port >= 0 ? server[..port] : server;
        int colon = server.LastIndexOf(':');
        server = colon > 0 && server.IndexOf(':', StringComparison.Ordinal) == colon ? server[..colon] : server;

        List<Pair> pairs;
        if (semicolons)
        {
            pairs = KeyValueGrammar.Read(address, options, braces: true).Pairs;
            server = pairs.Where(pair => Words.Of(pair.Key) == Word.Server).Select(pair => pair.Value).LastOrDefault() ?? server;
        }
        else
        {
            pairs = [];
            foreach (Match option in Option().Matches(address, options))
            {
                Group key = option.Groups[1], value = option.Groups[2];
                pairs.Add(new(Uri.UnescapeDataString(key.Value.Replace('+', ' ')), Uri.UnescapeDataString(value.Value), key.Index, value.Index, value.Length));
            }
        }

        bool hole = address.AsSpan(options).Trim("?;& ").StartsWith([Placeholders.Hole]);
        yield return new(semicolons ? Dialect.Jdbc : Dialect.Url, match.Index, server, pairs, -1, hole, false);
    }

    private static ConnectionString? FromPairs(string text, int start)
    {
        if (start > 0 && text[start - 1] is '"' or '\'' && text.IndexOf(text[start - 1], start) is var close and > 0)
        {
            text = text[..close];
        }
        else if (start > 0 && text.AsSpan(0, start).IndexOf('\n') >= 0 && !string.IsNullOrWhiteSpace(text[..start]) && text.IndexOf('\n', start) is var line and > 0)
        {
            text = text[..line];
        }

        bool braces = Braces().IsMatch(text[start..]);
        (List<Pair> pairs, int error) = KeyValueGrammar.Read(text, start, braces);
        if (pairs.FirstOrDefault(pair => Words.Of(pair.Key) == Word.Nested) is { Value: not null } nested)
        {
            return FromPairs(text[..(nested.ValueStart + nested.ValueLength)], nested.ValueStart);
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
        bool hole = text.AsSpan(start).IndexOf(Placeholders.Hole) >= 0 && WholeHole().IsMatch(text[start..]);
        return ours ? new(dialect, start, server.Trim(), pairs, start == 0 || telling ? error : -1, hole, fragment) : null;
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
