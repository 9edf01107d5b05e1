using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>The authority's file in a folder that gets a certificate whose authority is not known. Of the certificate before, it would be handed out for this one.</summary>
internal static class FormerAuthority
{
    /// <summary>The names of what is to go.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="leaf">The certificate that it gets.</param>
    /// <param name="intermediates">What leads from it to its authority.</param>
    public static IReadOnlyList<string> In(OutputFolder folder, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates) =>
        folder.Existing(OutputFiles.Authority) is { } file && !Vouches(file, leaf, intermediates) ? [OutputFiles.Authority] : [];

    private static bool Vouches(string file, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates)
    {
        try
        {
            using X509Certificate2 authority = CertificateImport.ReadAuthority(file);
            IReadOnlyList<X509Certificate2> issuers = IssuerChain.Above(leaf, [.. intermediates, authority]);
            return issuers is [.., var last] && last == authority && IssuerChain.Objections(leaf, issuers) == X509ChainStatusFlags.NoError;
        }
        catch (SqlTlsException)
        {
            // No certificate, or several: nobody's authority.
            return false;
        }
    }
}
