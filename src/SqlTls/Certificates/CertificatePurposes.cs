using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>Extended key usages.</summary>
internal static class CertificatePurposes
{
    /// <summary>id-kp-serverAuth, which SQL Server asks for.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>An extension that states Server Authentication and nothing else.</summary>
    public static X509EnhancedKeyUsageExtension ServerAuthenticationAlone() => new([new Oid(ServerAuthentication, "Server Authentication")], critical: false);

    /// <summary>Whether a certificate may be presented by a server: Server Authentication stands in it, or it is not limited at all.</summary>
    public static bool AllowServerAuthentication(X509Certificate2 certificate)
    {
        X509EnhancedKeyUsageExtension? usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return usages is null || usages.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value == ServerAuthentication);
    }
}
