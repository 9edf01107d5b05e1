using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Probing;

/// <summary>Whether a chain as sent leads to an authority that is trusted here.</summary>
internal static class Trusting
{
    /// <summary>What to do about an issuer that was not sent and is not trusted.</summary>
    public const string CureOfMissingIssuer =
        "If it is an intermediate, install it where the server looks for it (on Linux its own trust store); if it is an authority, trust it: sqltls trust add.";

    /// <summary>What is wrong where an issuer was not sent and is not trusted: the certificate that it issued does not say which of the two should have been.</summary>
    /// <param name="leaf">The server's certificate.</param>
    public static string MissingIssuer(X509Certificate2 leaf) =>
        $"The certificate of the issuer '{leaf.Issuer}' is not sent, and it is not trusted here: an intermediate is missing, or another authority is trusted than the one that issued it.";

    /// <summary>Null where it does; else the reason.</summary>
    /// <param name="chain">The certificates as sent, the server's own first.</param>
    /// <param name="authorities">Trusted beside the system's; a server's own certificate among them counts as trusted itself.</param>
    public static UntrustedReason? WhyNot(IReadOnlyList<X509Certificate2> chain, IReadOnlyList<X509Certificate2> authorities)
    {
        X509Certificate2 leaf = chain[0];
        if (authorities.Any(authority => authority.RawData.AsSpan().SequenceEqual(leaf.RawData)) || Builds(chain, authorities, X509ChainTrustMode.CustomRootTrust))
        {
            return null;
        }

        return Builds(chain, [], X509ChainTrustMode.System) ? null : Reason(leaf, chain, authorities);
    }

    private static UntrustedReason Reason(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> chain, IReadOnlyList<X509Certificate2> authorities)
    {
        if (IssuerChain.IsSelfIssued(leaf))
        {
            return UntrustedReason.SelfSigned;
        }

        X509Certificate2 last = IssuerChain.Above(leaf, chain.Concat(authorities)) is [.., var top] ? top : leaf;
        // A chain that ends below a root: with nothing sent above the server's own certificate, that may be the root or what stands between.
        return IssuerChain.IsSelfIssued(last) || authorities.Count == 0 ? UntrustedReason.Authority : UntrustedReason.MissingIntermediate;
    }

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

        return chain.Build(sent[0]);
    }
}
