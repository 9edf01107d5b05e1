using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>
/// What SQL Server asks of a certificate, and what its clients ask. Sources: "Certificate requirements for SQL Server" of the
/// public documentation, and what SQL Server 2019 to 2025 were seen to accept beyond it.
/// </summary>
public static class CertificateRequirements
{
    internal const int SmallestRsaKey = 2048;
    private const string RsaAlgorithm = "1.2.840.113549.1.1.1";

    /// <summary>Holds a certificate, its key and the chain that it came with against every rule.</summary>
    /// <param name="certificate">What a server would present.</param>
    /// <param name="names">Names and addresses that clients use; empty where that is not known.</param>
    /// <param name="now">The time to judge validity by.</param>
    /// <param name="renewBefore">How long before its end it counts as about to expire; zero for never.</param>
    /// <returns>What was found, the worst first; empty for a certificate without a flaw.</returns>
    public static IReadOnlyList<Finding> Check(ServerCertificate certificate, IReadOnlyList<string> names, DateTimeOffset now, TimeSpan renewBefore = default) =>
        Check(certificate.Leaf, [.. certificate.Issuers], new RequirementContext(names, now, renewBefore, certificate.Leaf.HasPrivateKey));

    /// <summary>Holds a certificate against every rule.</summary>
    /// <param name="leaf">The server's certificate.</param>
    /// <param name="chain">What stands above it: intermediates and, where known, the root; in any order.</param>
    /// <param name="context">What to hold it against.</param>
    /// <returns>What was found, the worst first; empty for a certificate without a flaw.</returns>
    public static IReadOnlyList<Finding> Check(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain, RequirementContext context)
    {
        IEnumerable<Finding> findings =
        [
            .. Key(leaf, context),
            .. Validity(leaf, context),
            .. Names(leaf, context),
            .. Purpose(leaf),
            .. Unreadable(leaf),
            .. IssuerRequirements.Check(leaf, chain, context),
        ];
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    private static IEnumerable<Finding> Key(X509Certificate2 leaf, RequirementContext context)
    {
        if (context.HasMatchingKey == false)
        {
            yield return Error(CertificateCodes.KeyMissing, "The certificate's private key is missing, or it belongs to another certificate.", "Give the key that the certificate was made with.");
        }

        switch (context.KeyStorage)
        {
            case KeyStorage.LegacySignature:
                yield return Error(CertificateCodes.SignatureOnlyKey, "The private key is of the legacy kind that may only sign (AT_SIGNATURE).", "Import the certificate with a key of AT_KEYEXCHANGE kind.");
                break;
            case KeyStorage.Cng:
                yield return Warning(CertificateCodes.CngKey, "The private key is in a CNG provider; SQL Server's documentation asks for a legacy one, and Configuration Manager may not list it.", "SQL Server 2019 and later load it by thumbprint; for older ones make a key of AT_KEYEXCHANGE kind.");
                break;
            default:
                break;
        }

        if (leaf.GetKeyAlgorithm() != RsaAlgorithm)
        {
            yield return Warning(CertificateCodes.KeyNotRsa, "The key is not RSA, which is what SQL Server's documentation asks for.", "Make an RSA key of 2048 bits or more.");
        }
        else if (ShortKey(leaf) is { } bits)
        {
            yield return Error(CertificateCodes.KeyTooShort, $"The key has {bits} bits; fewer than {SmallestRsaKey} are refused.", $"Make a key of {SmallestRsaKey} bits or more.");
        }
    }

    /// <summary>The bits of an RSA key that OpenSSL and SQL Server's clients refuse; null for any other key.</summary>
    internal static int? ShortKey(X509Certificate2 certificate) =>
        certificate.GetKeyAlgorithm() == RsaAlgorithm && CertificateDescription.Of(certificate).KeyBits is < SmallestRsaKey and var bits ? bits : null;

    private static IEnumerable<Finding> Validity(X509Certificate2 leaf, RequirementContext context)
    {
        DateTime now = context.Now.UtcDateTime;
        DateTime from = leaf.NotBefore.ToUniversalTime();
        DateTime until = leaf.NotAfter.ToUniversalTime();
        if (until < now)
        {
            yield return Error(CertificateCodes.Expired, $"The certificate expired on {Day(until)}.", "Renew it; SQL Server may not start with it again.");
        }
        else if (from > now)
        {
            yield return Error(CertificateCodes.NotYetValid, $"The certificate is not valid before {Day(from)}.", "Check the clocks of both machines, or wait.");
        }
        else if (until - now < context.RenewBefore)
        {
            yield return Warning(CertificateCodes.ExpiresSoon, $"The certificate expires on {Day(until)}, in {Math.Floor((until - now).TotalDays)} days.", "Renew it: sqltls up does, with --renew-before.");
        }
    }

    private static IEnumerable<Finding> Names(X509Certificate2 leaf, RequirementContext context)
    {
        IReadOnlyList<string> names = CertificateNames.Of(leaf);
        foreach (string wanted in context.Names.Where(name => !CertificateNames.Covers(leaf, name)))
        {
            yield return Error(CertificateCodes.NameNotCovered, $"'{wanted}' is not among the certificate's names ({string.Join(", ", names)}).", $"Connect by one of its names, or make a certificate with --dns-name {wanted}.");
        }

        if (CertificateNames.AlternativeNames(leaf) is null)
        {
            yield return Warning(CertificateCodes.NoAlternativeName, "The certificate has no subject alternative name; clients that look there alone refuse it.", "Make a certificate that lists every name of the server as a subject alternative name.");
        }

        ServerName[] hosts = [.. context.Names.Select(ServerName.TryParse).OfType<ServerName>().Where(name => name.Address is null)];
        string? commonName = CertificateNames.CommonName(leaf);
        if (hosts.Length > 0 && !(ServerName.TryParse(commonName ?? "") is { } known && hosts.Any(host => known.Covers(host.Value))))
        {
            yield return Warning(
                CertificateCodes.CommonName,
                $"The subject's CN ('{commonName ?? "none"}') is none of the names that clients use ({string.Join(", ", hosts.Select(host => host.Value))}); SQL Server Configuration Manager does not offer the certificate for another host.",
                "Make the host's name or FQDN the CN.");
        }

        if (names.Any(name => name.StartsWith("*.", StringComparison.Ordinal)))
        {
            yield return new Finding(CertificateCodes.Wildcard, Severity.Note, "The certificate holds a wildcard; SQL Server Configuration Manager does not offer it, setting its thumbprint works.", "");
        }
    }

    private static IEnumerable<Finding> Purpose(X509Certificate2 leaf)
    {
        if (CertificatePurposes.ExtendedKeyUsages(leaf)?.Contains(CertificatePurposes.ServerAuthentication) != true)
        {
            yield return Error(CertificateCodes.NoServerAuthentication, "The extended key usage does not hold Server Authentication (1.3.6.1.5.5.7.3.1).", "Use a certificate that is made for server authentication.");
        }

        const X509KeyUsageFlags Needed = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DigitalSignature;
        if (CertificatePurposes.KeyUsages(leaf) is { } usages && (usages & Needed) != Needed)
        {
            yield return Warning(CertificateCodes.KeyUsage, $"The key usage is {usages}; keyEncipherment and digitalSignature are usual.", "Use a certificate with both.");
        }

        if (CertificatePurposes.IsAuthority(leaf))
        {
            yield return Warning(CertificateCodes.IsAuthority, "The certificate is an authority's own: whoever holds the server's key can make certificates.", "Give the server a certificate that is no authority.");
        }
    }

    private static IEnumerable<Finding> Unreadable(X509Certificate2 leaf) => CertificatePurposes.Unreadable(leaf).Select(extension => Error(
        CertificateCodes.ExtensionUnreadable, $"The certificate's extension '{extension}' cannot be read: it is damaged, and clients refuse it.", "Have the certificate issued again."));

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static Finding Error(string code, string message, string cure) => new(code, Severity.Error, message, cure);

    private static Finding Warning(string code, string message, string cure) => new(code, Severity.Warning, message, cure);
}
