using SqlTls.Trust;

namespace SqlTls.Provisioning;

/// <summary>What <c>up</c> is to do with an instance: settings, and what verification needs.</summary>
/// <param name="Tls">The settings wanted.</param>
/// <param name="OutputFolder">Full path of the folder for certificates and report; it is made, with a <c>.gitignore</c> of <c>*</c>.</param>
public sealed record SetupRequest(TlsRequest Tls, string OutputFolder)
{
    /// <summary>The login's name.</summary>
    public string User { get; init; } = "sa";

    /// <summary>The login's password; without one, a validated handshake that ends in "login failed" is the proof.</summary>
    public string? Password { get; init; }

    /// <summary>How long one attempt to connect may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Who is to trust the server's authority beyond <c>ServerCertificate</c> in the connection string; null for nobody.</summary>
    public TrustScope? Trust { get; init; }

    /// <summary>With the machine's <see cref="Trust"/>: also a certificate that is no authority.</summary>
    public bool TrustIsForced { get; init; }

    /// <summary>Also leave the server's private key there: <c>server.key</c> and <c>server.pfx</c>, mode 0600.</summary>
    public bool KeepKey { get; init; }

    /// <summary>Also leave the authority's private key there, <c>authority.key</c>, which is dropped otherwise.</summary>
    public bool KeepAuthorityKey { get; init; }

    /// <summary>Replace private keys in the folder that belong to something else.</summary>
    public bool OverwriteKeys { get; init; }

    /// <summary>The password that <c>server.pfx</c> gets; null for none.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Keeps passwords out of logs.</summary>
    public override string ToString() => $"{Tls}, files in {OutputFolder}, user {User}";
}
