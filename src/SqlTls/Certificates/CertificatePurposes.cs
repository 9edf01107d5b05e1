using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>
/// What a certificate says it is for. .NET reads an extension when it is asked what stands in it, and throws where that is no DER:
/// here, an extension that cannot be read grants nothing, and <see cref="Unreadable"/> names it.
/// </summary>
internal static class CertificatePurposes
{
    /// <summary>id-kp-serverAuth, which SQL Server asks for.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>An extension that states Server Authentication and nothing else.</summary>
    public static X509EnhancedKeyUsageExtension ServerAuthenticationAlone() => new([new Oid(ServerAuthentication, "Server Authentication")], critical: false);

    /// <summary>Whether a certificate may be presented by a server: Server Authentication stands in it, or it is not limited at all.</summary>
    public static bool AllowServerAuthentication(X509Certificate2 certificate) =>
        ExtendedKeyUsages(certificate) is not { } usages || usages.Contains(ServerAuthentication);

    /// <summary>The object identifiers of the extended key usage; null where there is no such extension.</summary>
    public static IReadOnlyList<string>? ExtendedKeyUsages(X509Certificate2 certificate) => Read<X509EnhancedKeyUsageExtension, IReadOnlyList<string>>(
        certificate, extension => [.. extension.EnhancedKeyUsages.Cast<Oid>().Select(usage => usage.Value!)], []);

    /// <summary>What the key may be used for; null where nothing limits it.</summary>
    public static X509KeyUsageFlags? KeyUsages(X509Certificate2 certificate) =>
        Read<X509KeyUsageExtension, X509KeyUsageFlags?>(certificate, extension => extension.KeyUsages, X509KeyUsageFlags.None);

    /// <summary>Whether it may issue certificates.</summary>
    public static bool IsAuthority(X509Certificate2 certificate) =>
        Read<X509BasicConstraintsExtension, bool>(certificate, extension => extension.CertificateAuthority, false);

    /// <summary>The identifier of its own key; null where it does not say.</summary>
    public static ReadOnlyMemory<byte>? KeyIdentifier(X509Certificate2 certificate) =>
        Read<X509SubjectKeyIdentifierExtension, ReadOnlyMemory<byte>?>(certificate, extension => extension.SubjectKeyIdentifierBytes, null);

    /// <summary>The identifier of the key that signed it; null where it does not say.</summary>
    public static ReadOnlyMemory<byte>? SignersKeyIdentifier(X509Certificate2 certificate) =>
        Read<X509AuthorityKeyIdentifierExtension, ReadOnlyMemory<byte>?>(certificate, extension => extension.KeyIdentifier, null);

    /// <summary>The name of who issued its issuer's certificate, as DER; null where it does not say, which is the rule.</summary>
    public static byte[]? IssuersIssuer(X509Certificate2 certificate) =>
        Read<X509AuthorityKeyIdentifierExtension, byte[]?>(certificate, extension => extension.NamedIssuer?.RawData, null);

    /// <summary>The names of the extensions that are no DER, or not what the standard says; of those alone that are asked for here.</summary>
    public static IReadOnlyList<string> Unreadable(X509Certificate2 certificate) =>
        [.. certificate.Extensions.Select(Complaint).OfType<string>()];

    private static TValue? Read<TExtension, TValue>(X509Certificate2 certificate, Func<TExtension, TValue> read, TValue unreadable)
        where TExtension : X509Extension
    {
        try
        {
            return certificate.Extensions.OfType<TExtension>().FirstOrDefault() is { } extension ? read(extension) : default;
        }
        catch (CryptographicException)
        {
            return unreadable;
        }
    }

    private static string? Complaint(X509Extension extension) => extension switch
    {
        X509EnhancedKeyUsageExtension usages when Throws(() => usages.EnhancedKeyUsages) => "extended key usage",
        X509KeyUsageExtension usage when Throws(() => usage.KeyUsages) => "key usage",
        X509BasicConstraintsExtension constraints when Throws(() => constraints.CertificateAuthority) => "basic constraints",
        X509SubjectKeyIdentifierExtension own when Throws(() => own.SubjectKeyIdentifierBytes) => "subject key identifier",
        X509AuthorityKeyIdentifierExtension signers when Throws(() => signers.KeyIdentifier) => "authority key identifier",
        X509SubjectAlternativeNameExtension names when Throws(() => names.EnumerateDnsNames().Count() + names.EnumerateIPAddresses().Count()) => "subject alternative name",
        _ => null,
    };

    private static bool Throws<TValue>(Func<TValue> read)
    {
        try
        {
            _ = read();
            return false;
        }
        catch (CryptographicException)
        {
            return true;
        }
    }
}
