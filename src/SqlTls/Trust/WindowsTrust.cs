using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Principal;

namespace SqlTls.Trust;

/// <summary>LocalMachine\Root on Windows, which needs no dialog, unlike the user's own. The mark is the certificate's friendly name.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsTrust : ITrustStore
{
    private const string Mark = "sqltls";

    public TrustScope Scope => TrustScope.Machine;

    public Task CheckAsync(CancellationToken cancellationToken = default)
    {
        using var user = WindowsIdentity.GetCurrent();
        return new WindowsPrincipal(user).IsInRole(WindowsBuiltInRole.Administrator) ? Task.CompletedTask : throw MachineTrust.NoRights("an administrator");
    }

    public Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default)
    {
        using X509Store store = Open(OpenFlags.ReadOnly);
        return Task.FromResult<IReadOnlyList<TrustedCertificate>>(
            [.. store.Certificates.Where(IsMarked).Select(certificate => TrustedCertificate.Of(certificate, Scope, @"LocalMachine\Root"))]);
    }

    public Task<bool> HoldsAsync(X509Certificate2 authority, CancellationToken cancellationToken = default)
    {
        using X509Store store = Open(OpenFlags.ReadOnly);
        return Task.FromResult(store.Certificates.Contains(authority));
    }

    public async Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken);
        using X509Store store = Open(OpenFlags.ReadWrite);
        if (store.Certificates.Contains(authority))
        {
            return false;
        }

        using X509Certificate2 marked = X509CertificateLoader.LoadCertificate(authority.RawDataMemory.Span);
        marked.FriendlyName = Mark;
        store.Add(marked);
        return true;
    }

    public async Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default)
    {
        if ((await ListAsync(cancellationToken)).All(entry => !string.Equals(entry.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        await CheckAsync(cancellationToken);
        using X509Store store = Open(OpenFlags.ReadWrite);
        store.RemoveRange([.. store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false).Where(IsMarked)]);
        return true;
    }

    private static bool IsMarked(X509Certificate2 certificate) => certificate.FriendlyName == Mark;

    private static X509Store Open(OpenFlags flags)
    {
        var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        try
        {
            store.Open(flags | OpenFlags.OpenExistingOnly);
            return store;
        }
        catch (CryptographicException exception)
        {
            store.Dispose();
            throw MachineTrust.NoRights("an administrator", exception: exception);
        }
    }
}
