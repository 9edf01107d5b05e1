using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>A certificate that this tool put into a trust store.</summary>
/// <param name="Thumbprint">SHA-1 over the certificate: 40 hex digits, lower case.</param>
/// <param name="Scope"><c>step</c>, <c>user</c> or <c>machine</c>.</param>
/// <param name="Where">The file or store that holds it; one in a container begins with <c>container NAME: </c>.</param>
public sealed record TrustedCertificate(string Thumbprint, string Scope, string Where)
{
    internal static TrustedCertificate Of(X509Certificate2 certificate, TrustScope scope, string where) =>
        new(certificate.Thumbprint.ToLowerInvariant(), scope.ToString().ToLowerInvariant(), where);
}
