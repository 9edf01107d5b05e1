using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>A certificate of the machine's own store, LocalMachine\My.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="HasKey">Its private key is there.</param>
/// <param name="Storage">What keeps the key.</param>
/// <param name="KeyFile">Full path of the key's file; null where it has none, as with a key on a token.</param>
/// <param name="IsOurs">It was installed here.</param>
public sealed record StoredCertificate(X509Certificate2 Certificate, bool HasKey, KeyStorage Storage, string? KeyFile, bool IsOurs)
{
    /// <summary>Its private key is in the profile of the user who imported it, although the certificate is the machine's.</summary>
    public bool IsUsersKey { get; init; }
}
