using System.Text.RegularExpressions;

namespace SqlTls.ConnectionStrings;

/// <summary>Tells SQL Server's pairs from those of other databases.</summary>
internal static partial class Owners
{
    // PostgreSQL's and MySQL's own.
    private static readonly string[] OtherPorts = ["5432", "5433", "3306", "3307", "33060"];

    private static readonly string[] EncryptValues = ["true", "false", "yes", "no", "mandatory", "optional", "strict", "disable", "1", "0", "t", "f"];

    /// <summary>Whose pairs they are.</summary>
    /// <param name="dialect">The family that they are written for.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="portIsOurs">The file's language has one driver of such strings, SQL Server's, and that knows a port.</param>
    public static Owner Of(Dialect dialect, List<Pair> pairs, bool portIsOurs)
    {
        var words = pairs.Select(pair => pair.Word).ToHashSet();
        bool tls = words.Overlaps([Word.Encrypt, Word.TrustServerCertificate]);
        return dialect switch
        {
            Dialect.Odbc => Named(pairs, Word.Driver, OdbcDriver(), tls || words.Contains(Word.Telling)),
            Dialect.OleDb => Named(pairs, Word.Provider, OleDbProvider(), tls),
            _ when pairs.Exists(IsForeign) => Owner.Other,
            _ when words.Overlaps([Word.Doubtful, Word.Port]) && !words.Contains(Word.TrustServerCertificate) => portIsOurs || HasOurPort(pairs) ? ByWords(words, pairs) : Owner.Other,
            _ => ByWords(words, pairs),
        };
    }

    /// <summary>Is it an ODBC driver of SQL Server?</summary>
    public static bool IsOdbc(List<Pair> pairs) => Named(pairs, Word.Driver, OdbcDriver(), unknownIsOurs: false) == Owner.SqlServer;

    /// <summary>Is it a port that another database is known by?</summary>
    public static bool IsOtherPort(string? port) => OtherPorts.Contains(port);

    private static Owner ByWords(HashSet<Word> words, List<Pair> pairs)
    {
        if (!words.Contains(Word.Server))
        {
            return words.Contains(Word.TrustServerCertificate) && !words.Contains(Word.Unknown) ? Owner.SqlServer : Owner.Unclear;
        }

        string server = Finder.ServerIn(pairs);
        bool isServer = !server.Contains("://", StringComparison.Ordinal) && (!server.StartsWith('(') || server.StartsWith("(local", StringComparison.OrdinalIgnoreCase));
        return isServer && (words.Overlaps([Word.Telling, Word.TrustServerCertificate]) || IsLikely(words, pairs, server)) ? Owner.SqlServer : Owner.Unclear;
    }

    // A database and a login, or 'encrypt', are others' as well: SAP HANA's beside host:port, a proxy's beside words of its own.
    private static bool IsLikely(HashSet<Word> words, List<Pair> pairs, string server)
    {
        bool login = words.IsSupersetOf([Word.Database, Word.User]);
        bool encrypts = pairs.Exists(pair => pair.Word == Word.Encrypt && IsKnown(pair.Value ?? ""));
        return !OtherPort().IsMatch(server) && !OtherServer().IsMatch(server) && (words.Contains(Word.Unknown) ? login && encrypts : login || encrypts);
    }

    private static bool IsKnown(string encrypt) => encrypt.Contains(Placeholders.Hole, StringComparison.Ordinal) || EncryptValues.Contains(encrypt.Trim(), StringComparer.OrdinalIgnoreCase);

    private static Owner Named(List<Pair> pairs, Word word, Regex ours, bool unknownIsOurs)
    {
        string name = pairs.FindLast(pair => pair.Word == word).Value ?? "";
        return ours.IsMatch(name) ? Owner.SqlServer
            : name.Contains(Placeholders.Hole, StringComparison.Ordinal) ? (unknownIsOurs ? Owner.SqlServer : Owner.Unclear)
            : name.Length == 0 || name.Contains("SqlClient", StringComparison.Ordinal) ? Owner.Unclear
            : Owner.Other;
    }

    // A value with an equals sign in it is other text, in which a string may begin.
    private static bool IsForeign(Pair pair) => pair.Word == Word.Foreign
        ? pair.Value?.Contains('=', StringComparison.Ordinal) != true
        : pair.Word == Word.Port && IsOtherPort(pair.Value);

    private static bool HasOurPort(List<Pair> pairs) => pairs.Exists(pair =>
        (pair.Word == Word.Port && pair.Value == "1433") || (pair.Word == Word.Encrypt && pair.Value is { } value && (value.Equals("disable", StringComparison.OrdinalIgnoreCase) || value.Equals("strict", StringComparison.OrdinalIgnoreCase))));

    // SQL Server's own port stands behind a comma; people write a colon all the same.
    [GeneratedRegex(@"^[^:]+:(?!1433$)[0-9]+$")]
    private static partial Regex OtherPort();

    // A part of its name, as services of a compose file are called.
    [GeneratedRegex(@"(?:^|[-_.])(?:mysql|mariadb|postgres|postgresql|pgsql|oracle)[0-9]*(?:$|[-_.:,])", RegexOptions.IgnoreCase)]
    private static partial Regex OtherServer();

    [GeneratedRegex(@"sql server|sql native client|msodbcsql|freetds", RegexOptions.IgnoreCase)]
    private static partial Regex OdbcDriver();

    [GeneratedRegex(@"^(?:sqloledb|sqlncli|msoledbsql)", RegexOptions.IgnoreCase)]
    private static partial Regex OleDbProvider();
}
