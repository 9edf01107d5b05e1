using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Trust;

namespace SqlTls.Provisioning;

/// <summary>The clients' side of <c>up</c> and <c>down</c>: who trusts the authority whose certificate lies in the output folder.</summary>
internal static class ClientTrust
{
    /// <summary>Trusts an instance's authority, and no longer the one before it.</summary>
    /// <param name="store">Where.</param>
    /// <param name="installed">What the instance presents.</param>
    /// <param name="former">The authority of the run before; null without.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    public static async Task AddAsync(ITrustStore store, InstalledCertificate? installed, string? former, CancellationToken cancellationToken)
    {
        X509Certificate2 authority = AuthorityOf(installed) ?? throw new SqlTlsException(
            Failure.Input,
            TrustCodes.NoAuthority,
            "The server has its certificate, but who issued it is not known here, so it was not trusted.",
            "Trust the issuer's file: sqltls trust add --authority FILE.");
        TrustableAuthority.Check(authority, store.Scope);
        _ = await store.AddAsync(authority, cancellationToken);
        if (former is not null && !string.Equals(former, authority.Thumbprint, StringComparison.OrdinalIgnoreCase))
        {
            _ = await store.RemoveAsync(former, cancellationToken);
        }
    }

    /// <summary>Takes the authority out of every store on this machine that this tool put it in.</summary>
    /// <returns>Whether it was in one.</returns>
    public static async Task<bool> RemoveAsync(string outputFolder, CancellationToken cancellationToken)
    {
        if (ReadAuthority(outputFolder) is not { } thumbprint)
        {
            return false;
        }

        bool removed = false;
        foreach (TrustScope scope in Enum.GetValues<TrustScope>())
        {
            removed |= await TrustStores.Open(scope, TrustStores.StepFolder(outputFolder)).RemoveAsync(thumbprint, cancellationToken);
        }

        return removed;
    }

    /// <summary>The thumbprint of the authority that an earlier run left; null where there is none.</summary>
    public static string? ReadAuthority(string outputFolder)
    {
        string file = Path.Combine(outputFolder, OutputFiles.Authority);
        try
        {
            using X509Certificate2? authority = File.Exists(file) ? X509CertificateLoader.LoadCertificateFromFile(file) : null;
            return authority?.Thumbprint;
        }
        catch (CryptographicException)
        {
            // Somebody else's file of that name: nothing of ours was trusted by it.
            return null;
        }
    }

    private static X509Certificate2? AuthorityOf(InstalledCertificate? installed) =>
        installed?.Authority ?? (installed is not null && IssuerChain.IsSelfIssued(installed.Leaf) ? installed.Leaf : null);
}
