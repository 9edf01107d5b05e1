using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>Whether an instance can use a certificate of the machine's store: rules over what is there.</summary>
internal static class CertificateFit
{
    /// <summary>Everything that speaks against it, the worst first.</summary>
    /// <param name="found">The certificate.</param>
    /// <param name="issuers">The issuers that the machine knows.</param>
    /// <param name="names">Names that it must have.</param>
    /// <param name="now">The time to judge by.</param>
    public static IReadOnlyList<Finding> Judge(StoredCertificate found, IReadOnlyList<X509Certificate2> issuers, IReadOnlyList<string> names, DateTimeOffset now) =>
    [
        .. found.IsUsersKey ? [InProfile(found)] : Array.Empty<Finding>(),
        .. CertificateRequirements.Check(found.Certificate, issuers, new RequirementContext(names, now, HasMatchingKey: found.HasKey, KeyStorage: found.Storage)),
    ];

    /// <summary>What the settings name, as plans are made from it.</summary>
    public static InstalledCertificate Describe(StoredCertificate found, IReadOnlyList<X509Certificate2> issuers, bool lacksPermission, DateTimeOffset now)
    {
        X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(found.Certificate.RawData);
        IReadOnlyList<X509Certificate2> above = IssuerChain.Above(leaf, issuers);
        X509Certificate2? root = above.FirstOrDefault(IssuerChain.IsSelfIssued);
        // One that has expired is replaced for its date, which says more.
        Finding? flaw = Judge(found, issuers, [], now).FirstOrDefault(finding => finding.Severity == Severity.Error && finding.Code != CertificateCodes.Expired);
        return new InstalledCertificate(
            leaf,
            [.. above.Where(issuer => issuer != root)],
            root,
            CertificateDescription.Of(leaf),
            flaw is null ? null : $"{flaw.Code}, {flaw.Message.TrimEnd('.')}",
            lacksPermission);
    }

    private static Finding InProfile(StoredCertificate found) => new(
        WindowsCodes.KeyInProfile,
        Severity.Error,
        $"The certificate {found.Certificate.Thumbprint.ToLowerInvariant()} is in LocalMachine\\My, but its private key is in a user's profile, where no service reads it.",
        "Remove it from there, and re-import certificate and key into the machine's store: sqltls up --certificate FILE.pfx, or certutil -importpfx FILE.pfx.");
}
