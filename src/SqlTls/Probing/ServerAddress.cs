using System.Globalization;
using System.Net;

namespace SqlTls.Probing;

/// <summary>Where a server is, as SQL Server's clients write it: <c>HOST</c>, <c>HOST,PORT</c> or <c>HOST\INSTANCE</c>.</summary>
/// <param name="Host">A DNS name or an IP address; never empty.</param>
/// <param name="Port">1 to 65535; null where SQL Server Browser must be asked.</param>
/// <param name="Instance">A named instance; null for the default one, or where a port is given.</param>
public sealed record ServerAddress(string Host, int? Port, string? Instance)
{
    /// <summary>Where the default instance listens.</summary>
    public const int DefaultPort = 1433;

    // RFC 1035, 2.3.4: 255 octets, of which two are not text.
    private const int LongestName = 253;

    /// <summary>Reads an address. A leading <c>tcp:</c> is dropped; <c>.</c> and <c>(local)</c> are this machine.</summary>
    /// <param name="text">The address.</param>
    /// <exception cref="SqlTlsException">It is none (SQLTLS4201).</exception>
    public static ServerAddress Parse(string text)
    {
        string words = text.Trim();
        words = words.StartsWith("tcp:", StringComparison.OrdinalIgnoreCase) ? words[4..].Trim() : words;
        (string place, int? port) = SplitPort(text, words);
        int backslash = place.IndexOf('\\', StringComparison.Ordinal);
        string host = Unbracketed(backslash < 0 ? place : place[..backslash]);
        string? instance = backslash < 0 ? null : place[(backslash + 1)..];
        if (!IsWord(host) || host.Length > LongestName || (instance is not null && !IsWord(instance)))
        {
            throw Refuse(text, "its host or instance name is missing or is no name");
        }

        if (IPAddress.TryParse(host, out IPAddress? address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            throw Refuse(text, "a server that listens at every address is not reached by that word", "Write an address that it has, such as 127.0.0.1.");
        }

        bool isDefault = instance is null || instance.Equals("MSSQLSERVER", StringComparison.OrdinalIgnoreCase);
        // A port wins over an instance's name, as in SqlClient.
        return new ServerAddress(
            host is "." or "(local)" ? "localhost" : host,
            port ?? (isDefault ? DefaultPort : null),
            port is null && !isDefault ? instance : null);
    }

    /// <summary>The address as SqlClient reads it.</summary>
    public override string ToString() => Port is null ? $"{Host}\\{Instance}" : $"{Host},{Port}";

    private static (string Place, int? Port) SplitPort(string text, string address)
    {
        int comma = address.LastIndexOf(',');
        if (comma < 0)
        {
            return (address, null);
        }

        return int.TryParse(address.AsSpan(comma + 1), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int port)
            && port is >= 1 and <= 65535
            ? (address[..comma].Trim(), port)
            : throw Refuse(text, "its port is not one of 1 to 65535");
    }

    // IPv6 addresses are often written as in a URL.
    private static string Unbracketed(string host) => host is ['[', .., ']'] ? host[1..^1] : host;

    private static bool IsWord(string word) => word.Length is > 0 and <= 255 && !word.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is ',' or ';' or '/' or '\\' or '[' or ']');

    private static SqlTlsException Refuse(string text, string why, string cure = "Write HOST, HOST,PORT or HOST\\INSTANCE, such as localhost,1433.") => new(
        Failure.Input,
        ProbeCodes.Address,
        $"'{string.Concat(text.Select(character => char.IsControl(character) ? '?' : character))}' is no server address: {why}.",
        cure);
}
