using System.Buffers;
using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Strings that start with an address: <c>jdbc:sqlserver://host;…</c>, <c>sqlserver://user:password@host?…</c>.</summary>
internal static partial class AddressString
{
    private static readonly SearchValues<char> ServerEnd = SearchValues.Create(";?\"'` \t\r\n");

    /// <summary>What such a string starts with.</summary>
    [GeneratedRegex(@"jdbc:sqlserver:(?://|(?=;))|(?<![\w:])(?:sqlserver|mssql(?:\+\w+)?)://", RegexOptions.IgnoreCase)]
    public static partial Regex Start();

    /// <summary>Reads a string from its address on.</summary>
    /// <param name="whole">The text that it stands in.</param>
    /// <param name="match">Its <see cref="Start"/>.</param>
    /// <returns>The string, null for a start with nothing behind it; and where to go on.</returns>
    public static (ConnectionString? Found, int End) Read(string whole, Match match)
    {
        int start = match.Index, rest = match.Length;
        bool isJdbc = match.Value.StartsWith("jdbc", StringComparison.OrdinalIgnoreCase);
        bool semicolons = isJdbc || whole.AsSpan(start + rest, Math.Min(Finder.LongestString, whole.Length - start - rest)).IndexOfAny(ServerEnd) is var delimiter and >= 0 && whole[start + rest + delimiter] == ';';
        string text = whole[start..(semicolons ? StringEnd.OfAddressWithPairs(whole, start) : StringEnd.OfAddress(whole, start))];
        int options = text.AsSpan(rest).IndexOf(semicolons ? ';' : '?') is var at and >= 0 ? rest + at : text.Length;
        string server = text[rest..options];
        server = server[(server.LastIndexOf('@') + 1)..];
        int port = server.AsSpan().IndexOfAny('/', '?');
        server = port >= 0 ? server[..port] : server;
        server = WithoutPort(server);

        List<Pair> pairs = UserInfo(text, rest, options);
        if (semicolons)
        {
            pairs.AddRange(KeyValueGrammar.Read(text, options, braces: true).Pairs);
            server = Finder.ServerIn(pairs) is { Length: > 0 } named ? named : server;
        }
        else
        {
            foreach (Match option in Option().Matches(text, options))
            {
                Group key = option.Groups[1], value = option.Groups[2];
                pairs.Add(new(Uri.UnescapeDataString(key.Value.Replace('+', ' ')), Uri.UnescapeDataString(value.Value.Replace('+', ' ')), key.Index, value.Index, value.Length));
            }
        }

        if (server.Length == 0 && pairs.Count == 0)
        {
            return (null, start + text.Length);
        }

        Pair handedOn = pairs.Find(pair => pair.Key.Equals("odbc_connect", StringComparison.OrdinalIgnoreCase));
        if (text.AsSpan(handedOn.ValueStart, handedOn.ValueLength) is var raw && raw.Contains('=') && !raw.Contains('+'))
        {
            // It stands there as it is, to be found as such.
            return (null, start + handedOn.ValueStart);
        }

        if (handedOn.Value is not null && Escaped(handedOn, start) is { } escaped)
        {
            return (escaped, start + text.Length);
        }

        // SQLAlchemy's string for ODBC stands elsewhere where it does not stand escaped in the address.
        bool hole = text.AsSpan(options).Trim("?;& ").StartsWith([Placeholders.Hole]) || handedOn.Value is not null;
        return (new(isJdbc ? Dialect.Jdbc : Dialect.Url, start, server, Finder.Shifted(pairs, start), -1, hole, false), start + text.Length);
    }

    // Its settings stand at the option: in the file they are written otherwise than the driver sees them. Null where it is no string.
    private static ConnectionString? Escaped(Pair option, int start)
    {
        Pair[] pairs = [.. KeyValueGrammar.Read(option.Value!, 0, braces: true).Pairs
            .Select(pair => pair with { KeyStart = option.KeyStart + start, ValueStart = option.ValueStart + start, ValueLength = 0 })];
        bool isOurs = Array.Exists(pairs, pair => pair.Word is Word.Driver or Word.Server);
        return isOurs
            ? new(Dialect.Odbc, option.KeyStart + start, Finder.ServerIn([.. pairs]), pairs, -1, Finder.HasWholeHole(option.Value!), !Array.Exists(pairs, pair => pair.Word == Word.Server))
            : null;
    }

    // host:port, [::1]:port; an address of IPv6 without brackets has no port.
    private static string WithoutPort(string server)
    {
        if (server.StartsWith('[') && server.IndexOf(']', StringComparison.Ordinal) is var close and > 0)
        {
            return server[..(close + 1)];
        }

        int colon = server.LastIndexOf(':');
        return colon > 0 && server.IndexOf(':', StringComparison.Ordinal) == colon ? server[..colon] : server;
    }

    // scheme://user:password@host
    private static List<Pair> UserInfo(string text, int start, int end)
    {
        int at = text.AsSpan(start, end - start).LastIndexOf('@');
        int colon = at < 0 ? -1 : text.AsSpan(start, at).IndexOf(':');
        return colon < 0 ? [] : [new("password", text.Substring(start + colon + 1, at - colon - 1), start + colon, start + colon + 1, at - colon - 1)];
    }

    [GeneratedRegex(@"[?&]([^=&#?]{1,128})=([^&#\s]*)")]
    private static partial Regex Option();
}
