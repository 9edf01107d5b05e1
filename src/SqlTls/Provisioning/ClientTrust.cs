using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Trust;

namespace SqlTls.Provisioning;

/// <summary>The clients' side of <c>up</c> and <c>down</c>: who trusts the authority whose certificate lies in the output folder.</summary>
public static class ClientTrust
{
    /// <summary>Refuses what <see cref="AddAsync"/> would refuse, as far as it is known before the server is touched: of a certificate that is given.</summary>
    /// <param name="source">Where the server's certificate comes from.</param>
    /// <param name="scope">Who is to trust; null for nobody.</param>
    /// <param name="isForced">Also one that is no authority, by the whole machine.</param>
    /// <exception cref="SqlTlsException">SQLTLS5102: it is no authority, or who issued it is not known.</exception>
    public static void RefuseUnfit(CertificateSource source, TrustScope? scope, bool isForced = false)
    {
        if (scope is { } who && source is CertificateSource.Imported { Certificate: var given })
        {
            X509Certificate2 authority = AuthorityOf(given.Leaf, given.Authority) ?? throw new SqlTlsException(
                Failure.Input,
                TrustCodes.NoAuthority,
                $"The root that the certificate of {given.Leaf.Subject} leads to is not known, so there is nothing to trust.",
                "Name the root's file with --authority FILE, or put the root into the certificate's own file.");
            TrustableAuthority.Check(authority, who, isForced);
        }
    }

    /// <summary>Trusts a server's authority, and no longer the one before it.</summary>
    /// <param name="store">Where.</param>
    /// <param name="authority">Who vouches for what the server presents; null where that is not known, which is refused.</param>
    /// <param name="former">The thumbprint of the authority of the run before; null without.</param>
    /// <param name="isForced">Also one that is no authority, by the whole machine.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>False where it was trusted already.</returns>
    /// <exception cref="SqlTlsException">SQLTLS5102: there is no authority to trust; or the store cannot be changed.</exception>
    public static async Task<bool> AddAsync(ITrustStore store, X509Certificate2? authority, string? former, bool isForced, CancellationToken cancellationToken)
    {
        if (authority is null)
        {
            throw new SqlTlsException(
                Failure.Input,
                TrustCodes.NoAuthority,
                "The server has its certificate, but who issued it is not known here, so it was not trusted.",
                "Trust the issuer's file: sqltls trust add --authority FILE.");
        }

        TrustableAuthority.Check(authority, store.Scope, isForced);
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
    public static Task<bool> RemoveAsync(string outputFolder, CancellationToken cancellationToken) => RemoveAsync(outputFolder, authority: null, cancellationToken);

    /// <summary>The same, for a folder that may be another one than that of the run before.</summary>
    /// <param name="outputFolder">Full path of the server's output folder.</param>
    /// <param name="authority">The thumbprint to take where the folder holds none; null for nothing then.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    public static async Task<bool> RemoveAsync(string outputFolder, string? authority, CancellationToken cancellationToken)
    {
        if ((ReadAuthority(outputFolder) ?? authority) is not { } thumbprint)
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

    /// <summary>Whom this tool made trust the authority.</summary>
    /// <param name="outputFolder">Full path of the server's output folder.</param>
    /// <param name="authority">The thumbprint to look for where the folder holds none; null for nothing then.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<TrustScope>> ScopesAsync(string outputFolder, string? authority, CancellationToken cancellationToken)
    {
        List<TrustScope> scopes = [];
        string? thumbprint = ReadAuthority(outputFolder) ?? authority;
        foreach (TrustScope scope in thumbprint is null ? [] : Enum.GetValues<TrustScope>())
        {
            IReadOnlyList<TrustedCertificate> trusted = await TrustStores.Open(scope, TrustStores.StepFolder(outputFolder)).ListAsync(cancellationToken);
            if (trusted.Any(each => string.Equals(each.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase)))
            {
                scopes.Add(scope);
            }
        }

        return scopes;
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
    public static X509Certificate2? AuthorityOf(InstalledCertificate? installed) => installed is null ? null : AuthorityOf(installed.Leaf, installed.Authority);

    private static X509Certificate2? AuthorityOf(X509Certificate2 leaf, X509Certificate2? authority) => authority ?? (IssuerChain.IsSelfIssued(leaf) ? leaf : null);
}
