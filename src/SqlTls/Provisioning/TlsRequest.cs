using SqlTls.Certificates;

namespace SqlTls.Provisioning;

/// <summary>What the user asked for. Null leaves a setting as it is.</summary>
/// <param name="Source">Where the certificate comes from.</param>
public sealed record TlsRequest(CertificateSource Source)
{
    /// <summary>Names that clients use, besides those the instance has by default; the first is the CN.</summary>
    public IReadOnlyList<ServerName> Names { get; init; } = [];

    /// <summary>Refuse clients that do not encrypt.</summary>
    public bool? ForceEncryption { get; init; }

    /// <summary>Take TDS 8.0 alone.</summary>
    public bool? ForceStrict { get; init; }

    /// <summary>Versions of TLS, such as <c>1.2,1.3</c>.</summary>
    public string? Protocols { get; init; }

    /// <summary>An OpenSSL cipher list.</summary>
    public string? Ciphers { get; init; }

    /// <summary>A certificate that has less than this left is replaced; by default one day.</summary>
    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromDays(1);
}
