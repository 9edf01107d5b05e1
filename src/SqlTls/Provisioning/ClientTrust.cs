using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Trust;

namespace SqlTls.Provisioning;

/// <summary>The clients' side of <c>up</c> and <c>down</c>: who trusts the authority whose certificate lies in the output folder.</summary>
public static class ClientTrust
{
    /// <summary>Trusts a server's authority, and no longer the one before it.</summary>
    /// <param name="store">Where.</param>
    /// <param name="authority">Who vouches for what the server presents; null where that is not known, which is refused.</param>
    /// <param name="former">The thumbprint of the authority of the run before; null without.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>False where it was trusted already.</returns>
    /// <exception cref="SqlTlsException">SQLTLS5102: there is no authority to trust; or the store cannot be changed.</exception>
    public static async Task<bool> AddAsync(ITrustStore store, X509Certificate2? authority, string? former, CancellationToken cancellationToken)
    {
        if (authority is null)
        {
            throw new SqlTlsException(
                Failure.Input,
                TrustCodes.NoAuthority,
                "The server has its certificate, but who issued it is not known here, so it was not trusted.",
                "Trust the issuer's file: sqltls trust add --authority FILE.");
        }

        TrustableAuthority.Check(authority, store.Scope);
        bool isNew = await store.AddAsync(authority, cancellationToken);
        if (former is not null && !string.Equals(former, authority.Thumbprint, StringComparison.OrdinalIgnoreCase))
        {
            _ = await store.RemoveAsync(former, cancellationToken);
        }

        return isNew;
    }

    /// <summary>Takes the authority out of every store on this machine that this tool put it in.</summary>
    /// <param name="outputFolder">Full path of the server's output folder.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>Whether it was in one.</returns>
    /// <exception cref="SqlTlsException">A store that has it cannot be changed.</exception>
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

    /// <summary>The thumbprint of the authority that an earlier run left, 40 hex digits; null where there is none.</summary>
    /// <param name="outputFolder">Full path of the server's output folder.</param>
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

    /// <summary>Who vouches for what an instance presents; null where that is not known.</summary>
    /// <param name="installed">What it presents; null for nothing.</param>
    public static X509Certificate2? AuthorityOf(InstalledCertificate? installed) =>
        installed?.Authority ?? (installed is not null && IssuerChain.IsSelfIssued(installed.Leaf) ? installed.Leaf : null);
}
