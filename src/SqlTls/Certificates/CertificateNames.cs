using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>The names a certificate is for, as clients read them.</summary>
public static class CertificateNames
{
    private const string CommonNameIdentifier = "2.5.4.3";

    /// <summary>DNS names, then IP addresses, of the subject alternative name; the CN where there is none.</summary>
    /// <param name="certificate">Any certificate, also one that a stranger sent.</param>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate) =>
        AlternativeNames(certificate) ?? (CommonName(certificate) is { } name ? [name] : []);

    /// <summary>Would a client that connects to <paramref name="host"/> accept this certificate's names?</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="host">A DNS name or an IP address.</param>
    /// <remarks>An entry that is no name to us, such as one that holds a blank, can still be the very word that was asked for.</remarks>
    public static bool Covers(X509Certificate2 certificate, string host) =>
        Of(certificate).Any(name => ServerName.TryParse(name) is { } known
            ? known.Covers(host)
            : string.Equals(name, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names of the subject alternative name; null where there is no such extension, or it cannot be read.</summary>
    internal static IReadOnlyList<string>? AlternativeNames(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } extension
                ? [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(address => address.ToString())]
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The subject's CN; null where it has none.</summary>
    internal static string? CommonName(X509Certificate2 certificate)
    {
        try
        {
            return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameIdentifier)
                .Select(part => part.GetSingleElementValue())
                .FirstOrDefault();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
