using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Probing;

/// <summary>Whether a chain as sent leads to an authority that is trusted here.</summary>
internal static class ChainTrust
{
    /// <summary>Null where it does; else the reason. And the authorities that it was held against: those that were named, and the system's own that it ends at where they do not vouch for it.</summary>
    /// <param name="chain">The certificates as sent, the server's own first.</param>
    /// <param name="named">Trusted beside the system's; a server's own certificate among them counts as trusted itself.</param>
    /// <param name="intermediates">Known to stand between the two, sent or not.</param>
    public static (Distrust? Why, IReadOnlyList<X509Certificate2> Authorities) Judge(
        IReadOnlyList<X509Certificate2> chain, IReadOnlyList<X509Certificate2> named, IReadOnlyList<X509Certificate2> intermediates)
    {
        if (Vouch(named, chain))
        {
            return (null, named);
        }

        // What the system trusts is judged as if it had been named: it may have ended, or may not vouch for these names.
        using X509Chain system = Above(chain, X509ChainTrustMode.System);
        bool? builds = IssuerChain.Builds(system, chain[0]);
        IReadOnlyList<X509Certificate2> authorities = builds is not null && Root(system) is { } root ? [.. named, root] : named;
        return (builds == true ? null : Why(chain[0], chain, authorities, intermediates), authorities);
    }

    private static bool Vouch(IReadOnlyList<X509Certificate2> authorities, IReadOnlyList<X509Certificate2> chain)
    {
        if (authorities.Count == 0)
        {
            return false;
        }

        if (authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(chain[0].RawDataMemory.Span)))
        {
            return true;
        }

        using X509Chain building = Above(chain, X509ChainTrustMode.CustomRootTrust);
        building.ChainPolicy.CustomTrustStore.AddRange(authorities.ToArray());
        return IssuerChain.Builds(building, chain[0]) == true;
    }

    // The authority of the system's store at which a chain ends, whatever else is wrong with it.
    private static X509Certificate2? Root(X509Chain built)
    {
        const X509ChainStatusFlags Rootless = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        return built.ChainStatus.All(status => (status.Status & Rootless) == 0)
            ? X509CertificateLoader.LoadCertificate(built.ChainElements[^1].Certificate.RawDataMemory.Span)
            : null;
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

    private static X509Chain Above(IReadOnlyList<X509Certificate2> sent, X509ChainTrustMode trust)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = trust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Whether it is valid now, and for what, is judged by rules of their own.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ExtraStore.AddRange(sent.Skip(1).ToArray());
        return chain;
    }
}
