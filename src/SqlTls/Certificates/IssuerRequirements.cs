using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>What is asked of those who vouch for a server's certificate.</summary>
internal static class IssuerRequirements
{
    private const X509ChainStatusFlags NameConstraint =
        X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasExcludedNameConstraint
        | X509ChainStatusFlags.HasNotSupportedNameConstraint | X509ChainStatusFlags.HasNotDefinedNameConstraint
        | X509ChainStatusFlags.InvalidNameConstraints;

    // Where the key identifiers differ, .NET does not even try the issuer that the name leads to.
    private const X509ChainStatusFlags WrongKey = X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.PartialChain;

    private static readonly Finding SelfSigned = new(
        CertificateCodes.SelfSigned,
        Severity.Warning,
        "The certificate is self-signed: clients must trust this very certificate, and SQL Server 2022 on Linux does not serve strict encryption with it.",
        "Use a certificate that an authority has signed.");

    /// <summary>Holds the chain above a certificate against every rule.</summary>
    /// <param name="leaf">The server's certificate.</param>
    /// <param name="chain">What may stand above it, in any order.</param>
    /// <param name="context">What to hold it against.</param>
    public static IEnumerable<Finding> Check(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain, RequirementContext context)
    {
        IReadOnlyList<X509Certificate2> issuers = IssuerChain.Above(leaf, chain);
        return
        [
            // Nobody looks at a root's signature: whoever trusts it trusts its key.
            .. issuers.Where(issuer => !IssuerChain.IsSelfIssued(issuer)).Prepend(leaf).SelectMany(Signature),
            .. IssuerChain.IsSelfIssued(leaf) ? [SelfSigned] : issuers.SelectMany(issuer => Issuer(issuer, context)),
            .. End(leaf, issuers, chain, context),
            .. context.IsVouchedFor ? [] : Vouching(leaf, issuers),
        ];
    }

    private static IEnumerable<Finding> Signature(X509Certificate2 certificate)
    {
        string? hash = SignatureHash.Of(certificate);
        if (!SignatureHash.IsTaken(hash))
        {
            string algorithm = CertificateDescription.Of(certificate).SignatureAlgorithm;
            yield return Error(
                CertificateCodes.WeakSignature,
                $"The certificate '{certificate.Subject}' is signed with {(algorithm == CertificateDescription.Pss && hash is not null ? $"{algorithm} and {hash}" : algorithm)}, "
                    + (SignatureHash.IsRefused(hash) ? "which OpenSSL 3 refuses." : "which SQL Server and its clients are not known to take."),
                "Use certificates that are signed with SHA-256, SHA-384 or SHA-512, the intermediates too.");
        }
    }

    private static IEnumerable<Finding> Issuer(X509Certificate2 issuer, RequirementContext context)
    {
        DateTime now = context.Now.UtcDateTime;
        bool isNow = issuer.NotBefore.ToUniversalTime() <= now && issuer.NotAfter.ToUniversalTime() >= now;
        // A root of version 1 has no extension that could say so; every client takes it where it is trusted.
        bool isAuthority = CertificatePurposes.IsAuthority(issuer) || (issuer.Version == 1 && IssuerChain.IsSelfIssued(issuer));
        if (!isNow || !isAuthority)
        {
            yield return Error(
                CertificateCodes.IssuerUnfit,
                $"The issuer '{issuer.Subject}' {(isAuthority ? "is not valid now" : "is no authority")}.",
                "Have the certificate issued again by an authority that is valid.");
        }

        if (CertificateRequirements.ShortKey(issuer) is { } bits)
        {
            yield return Error(
                CertificateCodes.KeyTooShort,
                $"The key of the issuer '{issuer.Subject}' has {bits} bits; OpenSSL refuses a chain with fewer than {CertificateRequirements.SmallestRsaKey}.",
                "Have the certificate issued by an authority with a longer key.");
        }
    }

    // A certificate alone says nothing of its chain; one beside issuers that are not its own, or beside an authority that was named, does.
    private static IEnumerable<Finding> End(
        X509Certificate2 leaf, IReadOnlyList<X509Certificate2> issuers, IReadOnlyList<X509Certificate2> chain, RequirementContext context)
    {
        if (context.Authorities is not { } authorities)
        {
            yield break;
        }

        X509Certificate2 top = issuers.Count > 0 ? issuers[^1] : leaf;
        bool isThere = authorities.Count > 0
            ? issuers.Append(leaf).Any(certificate => authorities.Any(certificate.Equals))
            : IssuerChain.IsSelfIssued(top) || !chain.Any(other => CertificatePurposes.IsAuthority(other) && !issuers.Append(leaf).Any(other.Equals));
        if (!isThere)
        {
            yield return Error(
                CertificateCodes.ChainIncomplete,
                IssuerChain.IsSelfIssued(top)
                    ? $"The chain ends at '{top.Subject}', which is not the authority that was named."
                    : $"The certificate of the issuer '{top.Issuer}' is missing from the chain.",
                "Add every certificate between the server's and its authority's to the file, in any order.");
        }
    }

    private static IEnumerable<Finding> Vouching(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> issuers)
    {
        if (issuers.Count == 0 || !IssuerChain.IsSelfIssued(issuers[^1]))
        {
            yield break;
        }

        X509ChainStatusFlags objections = IssuerChain.Objections(leaf, issuers);
        string? why = (objections & NameConstraint) != 0 ? $"may not vouch for its names ({string.Join(", ", CertificateNames.Of(leaf))}): name constraints forbid it"
            : (objections & X509ChainStatusFlags.InvalidBasicConstraints) != 0 ? "may not stand above another authority: its path length is too short"
            : (objections & WrongKey) != 0 ? "did not sign it: the signature was made with another key"
            : null;
        if (why is not null)
        {
            yield return Error(
                CertificateCodes.NotVouchedFor,
                $"An issuer in the chain of '{leaf.Subject}' {why}.",
                "Have the certificate issued by an authority that may, or name the authority's own file.");
        }
    }

    private static Finding Error(string code, string message, string cure) => new(code, Severity.Error, message, cure);
}
