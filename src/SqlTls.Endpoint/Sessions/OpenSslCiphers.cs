using System.Net.Security;
using System.Runtime.Versioning;

namespace SqlTls.Endpoint.Sessions;

/// <summary>Reads an OpenSSL list of cipher suites, as <c>tlsciphers</c> of mssql.conf holds it.</summary>
internal static class OpenSslCiphers
{
    private static readonly Dictionary<string, TlsCipherSuite> Suites = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ECDHE-RSA-AES128-GCM-SHA256"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        ["ECDHE-RSA-AES256-GCM-SHA384"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        ["ECDHE-RSA-CHACHA20-POLY1305"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ["ECDHE-RSA-AES128-SHA256"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        ["ECDHE-RSA-AES256-SHA384"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        ["ECDHE-RSA-AES128-SHA"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        ["ECDHE-RSA-AES256-SHA"] = TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        ["ECDHE-ECDSA-AES128-GCM-SHA256"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        ["ECDHE-ECDSA-AES256-GCM-SHA384"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        ["ECDHE-ECDSA-CHACHA20-POLY1305"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        ["ECDHE-ECDSA-AES128-SHA256"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        ["ECDHE-ECDSA-AES256-SHA384"] = TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        ["DHE-RSA-AES128-GCM-SHA256"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        ["DHE-RSA-AES256-GCM-SHA384"] = TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        ["AES128-GCM-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        ["AES256-GCM-SHA384"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        ["AES128-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        ["AES256-SHA256"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        ["AES128-SHA"] = TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        ["AES256-SHA"] = TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
    };

    // A list for TLS 1.2 says nothing about 1.3, whose suites OpenSSL sets apart.
    private static readonly TlsCipherSuite[] Tls13 =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>The suites that a list names; entries that start with ! or - are exclusions and add nothing.</summary>
    /// <exception cref="SqlTlsException">No entry is known.</exception>
    [UnsupportedOSPlatform("windows")]
    [UnsupportedOSPlatform("android")]
    public static CipherSuitesPolicy Parse(string list)
    {
        TlsCipherSuite[] named = [.. Named(list)];
        return named.Length > 0
            ? new CipherSuitesPolicy([.. Tls13, .. named])
            : throw new SqlTlsException(
                Failure.Input,
                EndpointCodes.Ciphers,
                $"The list of ciphers '{list}' names none that is known.",
                $"Name suites as OpenSSL does, such as {Suites.Keys.First()}, separated by colons.");
    }

    /// <summary>The entries of a list that <see cref="Parse"/> leaves out: exclusions, and what is not known here.</summary>
    public static IReadOnlyList<string> Ignored(string list) => [.. Entries(list).Where(entry => !Suites.ContainsKey(entry))];

    private static IEnumerable<TlsCipherSuite> Named(string list) => Entries(list).Where(Suites.ContainsKey).Select(entry => Suites[entry]);

    private static string[] Entries(string list) => list.Split([':', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
