using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SqlTls.Certificates;

/// <summary>A name by which clients reach a server: a DNS name, a DNS name with a wildcard as its first label, or an IP address.</summary>
/// <remarks>The rules are those of RFC 1123 for host names, with the underscore that container and Windows names have in practice.</remarks>
public sealed record ServerName
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private const string WildcardPrefix = "*.";

    private ServerName(string value, IPAddress? address) => (Value, Address) = (value, address);

    /// <summary>The name as it stands in a certificate: punycode in lower case, or an address in its canonical form.</summary>
    public string Value { get; }

    /// <summary>The address, where the name is one.</summary>
    public IPAddress? Address { get; }

    /// <summary>Does it stand for every name that has one more label?</summary>
    public bool IsWildcard => Value.StartsWith(WildcardPrefix, StringComparison.Ordinal);

    /// <summary>The DNS name without its wildcard label; the name itself where there is none.</summary>
    internal string Domain => IsWildcard ? Value[WildcardPrefix.Length..] : Value;

    /// <summary>Reads a name.</summary>
    /// <param name="text">A DNS name in any script, or an IPv4 or IPv6 address without brackets, port or zone.</param>
    /// <exception cref="SqlTlsException">SQLTLS2105: the text is no name.</exception>
    public static ServerName Parse(string text)
    {
        string? fault = Read(text, out ServerName? name);
        return name ?? throw new SqlTlsException(
            Failure.Input,
            CertificateCodes.NotAName,
            $"'{Printable(text)}' is not a server name: {fault}.",
            "Give a DNS name such as db.example.com or an IP address such as 192.0.2.7.");
    }

    /// <summary>Reads a name where it is one.</summary>
    /// <param name="text">What may be a name.</param>
    /// <returns>The name, or null.</returns>
    public static ServerName? TryParse(string text)
    {
        _ = Read(text, out ServerName? name);
        return name;
    }

    /// <summary>Would a client that connects to <paramref name="host"/> accept this name in a certificate?</summary>
    /// <param name="host">A DNS name or an IP address, as a connection string has it.</param>
    /// <remarks>RFC 6125: a wildcard stands for exactly one label, and an address matches an equal address only.</remarks>
    public bool Covers(string host)
    {
        if (TryParse(host) is not { IsWildcard: false } asked)
        {
            return false;
        }

        if (Address is not null || asked.Address is not null)
        {
            return Equals(Address, asked.Address);
        }

        if (!IsWildcard)
        {
            return Value == asked.Value;
        }

        int dot = asked.Value.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && asked.Value[(dot + 1)..] == Domain;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Read(string text, out ServerName? name)
    {
        name = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return "it is empty";
        }

        if (text.Any(char.IsWhiteSpace))
        {
            return "it holds a blank";
        }

        if (text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format))
        {
            return "it holds a character that cannot be seen";
        }

        if (text.Contains(':', StringComparison.Ordinal))
        {
            return ReadIPv6(text, out name);
        }

        string? fault = ToAscii(text, out string ascii) ?? FaultOfDnsName(ascii);
        if (fault is not null)
        {
            return fault;
        }

        if (!char.IsAsciiDigit(ascii[^1]) || !ascii[(ascii.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit))
        {
            name = new ServerName(ascii, null);
            return null;
        }

        return ReadIPv4(ascii, out name);
    }

    private static string? ReadIPv6(string text, out ServerName? name)
    {
        bool isAddress = IPAddress.TryParse(text, out IPAddress? address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
            && text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        name = isAddress ? new ServerName(address!.ToString(), address) : null;
        return isAddress ? null : "it holds a colon and is not an IPv6 address without brackets, port or zone";
    }

    // System.Net also reads "1", "1.2.3" and "010.0.0.1" as addresses, in ways that other clients do not.
    private static string? ReadIPv4(string text, out ServerName? name)
    {
        bool isAddress = IPAddress.TryParse(text, out IPAddress? address) && address.ToString() == text;
        name = isAddress ? new ServerName(text, address) : null;
        return isAddress ? null : "its last label is a number and it is not an IPv4 address of four numbers from 0 to 255";
    }

    private static string? ToAscii(string text, out string ascii)
    {
        ascii = text.ToLowerInvariant();
        if (Ascii.IsValid(ascii))
        {
            return null;
        }

        try
        {
            ascii = new IdnMapping().GetAscii(ascii);
            return null;
        }
        catch (ArgumentException)
        {
            return "it cannot be written as an internationalised DNS name";
        }
    }

    private static string? FaultOfDnsName(string name)
    {
        if (name.Length > LongestName)
        {
            return $"it has {name.Length} characters, and a DNS name has {LongestName} at the most";
        }

        string[] labels = name.Split('.');
        bool wildcard = labels[0] == "*";
        if (wildcard && labels.Length < 3)
        {
            return "a wildcard needs a domain of at least two labels after it";
        }

        return labels.Skip(wildcard ? 1 : 0).Select(FaultOfLabel).FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfLabel(string label) => label switch
    {
        "" => "it holds an empty label",
        _ when label.Contains('*', StringComparison.Ordinal) => "an asterisk may only be the whole first label",
        _ when label.Length > LongestLabel => $"a label of it has {label.Length} characters, and a label has {LongestLabel} at the most",
        _ when label.StartsWith('-') || label.EndsWith('-') => "a label of it starts or ends with a hyphen",
        _ when !label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') => "it holds a character that host names do not have",
        _ => null,
    };

    // An error is one line, whatever the word was.
    private static string Printable(string text) =>
        string.Concat((text.Length > 80 ? text[..80] + "…" : text).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? $"\\u{(int)c:x4}" : c.ToString()));
}
