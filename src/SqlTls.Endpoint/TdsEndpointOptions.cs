using System.Net;
using System.Security.Authentication;
using SqlTls.Certificates;

namespace SqlTls.Endpoint;

/// <summary>What an embedded endpoint is to be. The default is a good server: a fresh certificate, TLS 1.2 and 1.3, TDS 7.x and 8.0.</summary>
public sealed record TdsEndpointOptions
{
    /// <summary>Where it listens. By default 127.0.0.1, or ::1 on a machine without IPv4, and nowhere else.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Its port, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What it presents. By default a certificate made for localhost, 127.0.0.1 and ::1. The endpoint does not dispose one that is given.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>Speak TLS at all. Without it, PRELOGIN is answered with "not supported" and strict connections are refused.</summary>
    public bool SupportsEncryption { get; init; } = true;

    /// <summary>Encrypt every connection, and refuse a client that cannot: SQL Server's <c>forceencryption</c>.</summary>
    public bool ForceEncryption { get; init; }

    /// <summary>Accept TDS 8.0 alone: SQL Server's <c>forcestrict</c>.</summary>
    public bool ForceStrict { get; init; }

    /// <summary>Accept TDS 8.0: TLS first, ALPN <c>tds/8.0</c>.</summary>
    public bool SupportsStrict { get; init; } = true;

    /// <summary>Versions of TLS. As with SQL Server, TLS 1.3 is served to strict connections alone.</summary>
    public SslProtocols TlsProtocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Cipher suites by their OpenSSL names, separated by colons: SQL Server's <c>tlsciphers</c>. Null leaves it to the system. Not on Windows.</summary>
    public string? TlsCiphers { get; init; }

    /// <summary>Encrypt the login alone, whatever the client asks for. SQL Server answers a client that wants more; this is for tests of clients.</summary>
    public bool LoginOnly { get; init; }

    /// <summary>Serve what this system's policy refuses: TLS 1.0 and 1.1, keys of 1,024 bits, SHA-1. For tests of clients alone.</summary>
    public bool AllowsWeakTls { get; init; }

    /// <summary>The one login there is.</summary>
    public string User { get; init; } = "sa";

    /// <summary>Its password. By default a random one.</summary>
    public string? Password { get; init; }

    /// <summary>How long a client may take from connecting to the end of its login.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The version it says it has, in PRELOGIN, login and <c>SERVERPROPERTY</c>.</summary>
    public Version ServerVersion { get; init; } = new(17, 0, 1000);

    /// <summary>Hears what SQL Server would write to its error log while running, a line without time stamp each; called from many threads.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{Address}:{Port}, user {User}";
}
