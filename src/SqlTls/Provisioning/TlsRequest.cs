using SqlTls.Certificates;

namespace SqlTls.Provisioning;

/// <summary>What the user asked for. Null leaves a setting as it is.</summary>
/// <param name="Source">Where the certificate comes from.</param>
public sealed record TlsRequest(CertificateSource Source)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

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

    /// <summary>A certificate that has less than this left is replaced; null for one day, or a third of a lifetime that is shorter than three.</summary>
    public TimeSpan? RenewBefore { get; init; }

    /// <summary>What <see cref="RenewBefore"/> comes to. A certificate just made is never due already, or each run would replace it.</summary>
    internal TimeSpan RenewalTime => RenewBefore ?? (Source.Lifetime / 3 is { } third && third < OneDay ? third : OneDay);
}
