using System.Security.Cryptography;
using System.Text;

namespace SqlTls.ConnectionStrings;

/// <summary>A SQL Server connection string, as its driver reads it. Positions are in the text that it was found in.</summary>
internal sealed record ConnectionString(Dialect Dialect, int Start, string Server, IReadOnlyList<Pair> Pairs, int Error, bool HasHole, bool IsFragment)
{
    private const string UsualPort = ":1433";
    private static readonly string[] Loopbacks = ["localhost", ".", "(local)", "::1", "[::1]", "host.docker.internal"];

    /// <summary>The client library that the string itself names; null where it names none.</summary>
    public string? Client { get; init; }

    /// <summary>Where its last value ends.</summary>
    public int End => Pairs.Count == 0 ? Start + 1 : Pairs.Max(pair => pair.ValueStart + pair.ValueLength);

    /// <summary>Servers that are this machine.</summary>
    public bool IsLoopback
    {
        get
        {
            string host = Server.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? Server[4..] : Server;
            int end = host.AsSpan().IndexOfAny(',', '\\');
            host = (end < 0 ? host : host[..end]).Trim();
            // No driver's way to write a port, and people's.
            host = host.EndsWith(UsualPort, StringComparison.Ordinal) ? host[..^UsualPort.Length] : host;
            return Loopbacks.Contains(host, StringComparer.OrdinalIgnoreCase) || host.StartsWith("127.", StringComparison.Ordinal);
        }
    }

    /// <summary>LocalDB, named pipes and shared memory do not cross a network that TLS could guard.</summary>
    public bool IsLocalOnly =>
        Server.StartsWith("(localdb)", StringComparison.OrdinalIgnoreCase)
        || Server.StartsWith("np:", StringComparison.OrdinalIgnoreCase)
        || Server.StartsWith("lpc:", StringComparison.OrdinalIgnoreCase)
        || Server.StartsWith(@"\\", StringComparison.Ordinal)
        || Last(Word.NetworkLibrary)?.Value is { } library && (library.Equals("dbnmpntw", StringComparison.OrdinalIgnoreCase) || library.Equals("dbmslpcn", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// What counts of a keyword that is repeated: the last, in every driver of the family but ODBC's, which takes the first. The driver manager
    /// of Windows hands it the last alone, and that of Unix hands it all (microsoft/mssql-rs #169).
    /// </summary>
    public IEnumerable<Pair> MayCount(Word word)
    {
        Pair[] stated = [.. Pairs.Where(pair => pair.Word == word && pair.Value is not (null or ""))];
        return Dialect == Dialect.Odbc && stated.Length > 1 ? [stated[0], stated[^1]] : Last(word) is { } last ? [last] : [];
    }

    /// <summary>The last of several wins.</summary>
    public Pair? Last(Word word)
    {
        for (int i = Pairs.Count - 1; i >= 0; i--)
        {
            if (Pairs[i].Word == word)
            {
                return Pairs[i].Value is null or "" ? null : Pairs[i];
            }
        }

        return null;
    }

    /// <summary>The same for the same settings, wherever they stand; a password, and what may be one, is no part of it, so that nobody can try passwords against it.</summary>
    public string Fingerprint(string rule)
    {
        IEnumerable<string> settings = Pairs
            .Where(pair => pair.Word is not (Word.Password or Word.Other or Word.Unknown or Word.Foreign))
            .Select(pair => $"{pair.Key.ToLowerInvariant()}={pair.Value}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule}\n{Dialect}\n{Server}\n{string.Join('\n', settings)}")).AsSpan(0, 16));
    }
}
