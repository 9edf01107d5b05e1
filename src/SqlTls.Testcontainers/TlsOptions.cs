using SqlTls.Certificates;

namespace SqlTls.Testcontainers;

/// <summary>How the TLS of a SQL Server in a container is to be. Each method gives changed options, and leaves these as they are.</summary>
public sealed record TlsOptions
{
    internal IReadOnlyList<ServerName> Names { get; private init; } = [ServerName.Parse("localhost"), ServerName.Parse("127.0.0.1"), ServerName.Parse("::1")];

    internal int DaysValid { get; private init; } = CertificateOptions.DefaultDays;

    internal bool EncryptionIsForced { get; private init; }

    internal bool StrictIsForced { get; private init; }

    internal bool IsStrict { get; private init; }

    internal string? Protocols { get; private init; }

    /// <summary>The server refuses clients that do not encrypt: <c>forceencryption</c>.</summary>
    public TlsOptions ForceEncryption() => this with { EncryptionIsForced = true };

    /// <summary>The connection string asks for <c>Encrypt=Strict</c> (TDS 8.0; SQL Server 2022 and later).</summary>
    public TlsOptions Strict() => this with { IsStrict = true };

    /// <summary>The server takes TDS 8.0 alone: <c>forcestrict</c> (SQL Server 2025 and later). A database of one's own cannot be made at the start then.</summary>
    public TlsOptions ForceStrict() => this with { IsStrict = true, StrictIsForced = true };

    /// <summary>One more name in the certificate, beside <c>localhost</c> and the loopback addresses: a network alias by which other containers reach the server.</summary>
    /// <param name="name">A DNS name or an IP address.</param>
    /// <exception cref="SqlTlsException">SQLTLS2105: it is none.</exception>
    public TlsOptions DnsName(string name) => this with { Names = [.. Names, ServerName.Parse(name)] };

    /// <summary>How long the certificate is valid. By default 7 days.</summary>
    /// <param name="days">1 to 3650.</param>
    public TlsOptions Days(int days) => this with { DaysValid = days };

    /// <summary>Versions of TLS that the server takes: <c>tlsprotocols</c>. By default the server's own choice.</summary>
    /// <param name="versions">Such as <c>1.2,1.3</c>.</param>
    public TlsOptions TlsProtocols(string versions) => this with { Protocols = versions };
}
