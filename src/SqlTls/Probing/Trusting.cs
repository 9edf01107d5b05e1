using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Probing;

/// <summary>Whether a chain as sent leads to an authority that is trusted here.</summary>
internal static class Trusting
{
    /// <summary>Null where it does; else the reason.</summary>
    /// <param name="chain">The certificates as sent, the server's own first.</param>
    /// <param name="authorities">Trusted beside the system's; a server's own certificate among them counts as trusted itself.</param>
    /// <param name="intermediates">Known to stand between the two, sent or not.</param>
    public static Distrust? WhyNot(IReadOnlyList<X509Certificate2> chain, IReadOnlyList<X509Certificate2> authorities, IReadOnlyList<X509Certificate2> intermediates)
    {
        X509Certificate2 leaf = chain[0];
        if (authorities.Any(authority => authority.RawData.AsSpan().SequenceEqual(leaf.RawData)) || Builds(chain, authorities, X509ChainTrustMode.CustomRootTrust))
        {
            return null;
        }

        return Builds(chain, [], X509ChainTrustMode.System) ? null : Why(leaf, chain, authorities, intermediates);
    }

    private static Distrust Why(
        X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain, IReadOnlyList<X509Certificate2> authorities, IReadOnlyList<X509Certificate2> intermediates)
    {
        IEnumerable<X509Certificate2> issuers = authorities.Where(authority => !chain.Any(sent => IssuerChain.IsNamesake(authority, sent)));
        X509Certificate2 last = IssuerChain.Above(leaf, chain.Concat(issuers)) is [.., var top] ? top : leaf;
        return new Distrust(Reason(leaf, last, authorities, intermediates), last.Issuer);
    }

    private static UntrustedReason Reason(
        X509Certificate2 leaf, X509Certificate2 last, IReadOnlyList<X509Certificate2> authorities, IReadOnlyList<X509Certificate2> intermediates) => last switch
        {
            _ when IssuerChain.IsSelfIssued(leaf) => UntrustedReason.SelfSigned,
            _ when authorities.Any(authority => IssuerChain.IsNamesake(authority, last)) => UntrustedReason.FormerAuthority,
            _ when IssuerChain.IsSelfIssued(last) => UntrustedReason.Authority,
            _ when IssuerChain.Above(last, intermediates).Count > 0 => UntrustedReason.MissingIntermediate,
            // A certificate can say who issued its issuer's: an authority's own was issued by itself.
            _ when CertificatePurposes.IssuersIssuer(last) is { } above =>
                above.AsSpan().SequenceEqual(last.IssuerName.RawData) ? UntrustedReason.Authority : UntrustedReason.MissingIntermediate,
            _ => authorities.Count == 0 ? UntrustedReason.Authority : UntrustedReason.Unsaid,
        };

    private static bool Builds(IReadOnlyList<X509Certificate2> sent, IReadOnlyList<X509Certificate2> roots, X509ChainTrustMode trust)
    {
        if (trust == X509ChainTrustMode.CustomRootTrust && roots.Count == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = trust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Whether it is valid now, and for what, is judged by rules of their own.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ExtraStore.AddRange(sent.Skip(1).ToArray());
        if (trust == X509ChainTrustMode.CustomRootTrust)
        {
            chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        }

        return IssuerChain.Builds(chain, sent[0]) == true;
    }
}
