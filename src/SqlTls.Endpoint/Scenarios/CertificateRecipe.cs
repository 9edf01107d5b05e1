namespace SqlTls.Endpoint.Scenarios;

/// <summary>How a certificate and its chain are made, and with what flaw. The default has none.</summary>
internal sealed record CertificateRecipe
{
    public static CertificateRecipe Good { get; } = new();

    /// <summary>Subject alternative names; null for none at all.</summary>
    public IReadOnlyList<string>? Names { get; init; } = ["localhost", "127.0.0.1", "::1"];

    public string CommonName { get; init; } = "localhost";

    /// <summary>Days from now.</summary>
    public int From { get; init; } = -1;

    /// <summary>Days from now.</summary>
    public int Until { get; init; } = 7;

    /// <summary>Extended key usage: object identifiers.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [ServerAuthentication];

    public int KeyBits { get; init; } = 2048;

    /// <summary>An ECDSA key (P-256) in place of RSA.</summary>
    public bool EcdsaKey { get; init; }

    /// <summary>The server's certificate is signed with SHA-1.</summary>
    public bool Sha1 { get; init; }

    /// <summary>No authority issues it but it itself.</summary>
    public bool SelfSigned { get; init; }

    /// <summary>How many authorities stand between the root and the server's certificate.</summary>
    public int Intermediates { get; init; }

    /// <summary>They are not sent.</summary>
    public bool WithholdsIntermediates { get; init; }

    /// <summary>An RSA root in place of ECDSA.</summary>
    public bool RsaAuthority { get; init; }

    /// <summary>The root has expired.</summary>
    public bool ExpiredAuthority { get; init; }

    /// <summary>Names that the root may vouch for; null for any.</summary>
    public IReadOnlyList<string>? Constraint { get; init; }

    /// <summary>Clients are told to trust another authority.</summary>
    public bool AnotherAuthorityIsTrusted { get; init; }

    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
}
