using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>Who issued whom, by name.</summary>
internal static class IssuerChain
{
    // Longer chains exist in attacks alone.
    private const int Longest = 10;

    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>The issuers above a certificate that are at hand, nearest first.</summary>
    /// <param name="leaf">Where to start.</param>
    /// <param name="others">Certificates in any order; those that issued nothing here fall away.</param>
    public static IReadOnlyList<X509Certificate2> Above(X509Certificate2 leaf, IEnumerable<X509Certificate2> others)
    {
        X509Certificate2[] candidates = [.. others];
        var issuers = new List<X509Certificate2>();
        X509Certificate2 current = leaf;
        while (!IsSelfIssued(current) && issuers.Count < Longest && IssuerOf(current, candidates) is { } issuer)
        {
            issuers.Add(issuer);
            current = issuer;
        }

        return issuers;
    }

    /// <summary>What .NET objects to in a chain whose root is trusted, whatever the time and the purpose.</summary>
    /// <param name="leaf">Where the chain starts.</param>
    /// <param name="issuers">What stands above it, the root last.</param>
    public static X509ChainStatusFlags Objections(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> issuers)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuers[^1]);
        chain.ChainPolicy.ExtraStore.AddRange(issuers.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return Builds(chain, leaf) switch
        {
            true => X509ChainStatusFlags.NoError,
            false => chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status),
            null => X509ChainStatusFlags.NotSignatureValid,
        };
    }

    /// <summary>Builds a chain; null where .NET throws over a certificate, such as one whose key is no point of its curve.</summary>
    /// <param name="chain">With its policy.</param>
    /// <param name="leaf">Where it starts.</param>
    public static bool? Builds(X509Chain chain, X509Certificate2 leaf)
    {
        try
        {
            return chain.Build(leaf);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Bears the issuer's name, and says itself that it is another one: an authority that was made again.</summary>
    /// <param name="authority">Whose name it is.</param>
    /// <param name="certificate">What the issuer signed.</param>
    public static bool IsNamesake(X509Certificate2 authority, X509Certificate2 certificate) =>
        BearsTheNameOfTheIssuer(authority, certificate)
        && CertificatePurposes.KeyIdentifier(authority) is { } its
        && CertificatePurposes.SignersKeyIdentifier(certificate) is { } signers
        && !its.Span.SequenceEqual(signers.Span);

    // An authority that was made again bears the same name as before; only its key tells it from the former one.
    private static X509Certificate2? IssuerOf(X509Certificate2 certificate, X509Certificate2[] candidates)
    {
        X509Certificate2[] named = Array.FindAll(candidates, candidate => BearsTheNameOfTheIssuer(candidate, certificate));
        return Array.Find(named, candidate => !IsNamesake(candidate, certificate)) ?? named.FirstOrDefault();
    }

    private static bool BearsTheNameOfTheIssuer(X509Certificate2 candidate, X509Certificate2 certificate) =>
        candidate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
