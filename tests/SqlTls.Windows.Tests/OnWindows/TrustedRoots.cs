using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Trust;

namespace SqlTls.Windows.Tests.OnWindows;

/// <summary>LocalMachine\Root of a real Windows.</summary>
[SupportedOSPlatform("windows")]
public sealed class TrustedRoots : IDisposable
{
    private readonly ServerCertificate _certificate = Machine.Certificate("sqltls.test");
    private readonly WindowsTrust _trust = new();

    private X509Certificate2 Authority => _certificate.Authority!;

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            using X509Store store = Open();
            store.RemoveRange(Found(store));
        }

        _certificate.Dispose();
    }

    [WindowsFact]
    public async Task Take_twice_what_is_then_there_once()
    {
        Assert.True(await _trust.AddAsync(Authority));
        Assert.False(await _trust.AddAsync(Authority));

        using X509Store store = Open();
        X509Certificate2 only = Assert.Single(Found(store));
        Assert.False(only.HasPrivateKey);
        Assert.Single(await _trust.ListAsync(), IsOurs);
    }

    [WindowsFact]
    public async Task Lose_what_was_added()
    {
        _ = await _trust.AddAsync(Authority);

        Assert.True(await _trust.RemoveAsync(Authority.Thumbprint.ToLowerInvariant()));
        Assert.False(await _trust.RemoveAsync(Authority.Thumbprint));

        using X509Store store = Open();
        Assert.Empty(Found(store));
        Assert.False(await _trust.HoldsAsync(Authority));
    }

    [WindowsFact]
    public async Task Keep_what_others_put_there()
    {
        using X509Store store = Open();
        using X509Certificate2 foreign = X509CertificateLoader.LoadCertificate(Authority.RawData);
#pragma warning disable CA5380 // That is what the test is about; Dispose takes it away.
        store.Add(foreign);
#pragma warning restore CA5380

        Assert.False(await _trust.AddAsync(Authority));
        Assert.True(await _trust.HoldsAsync(Authority));
        Assert.DoesNotContain(await _trust.ListAsync(), IsOurs);
        Assert.False(await _trust.RemoveAsync(Authority.Thumbprint));

        using X509Store after = Open();
        _ = Assert.Single(Found(after));
    }

    private bool IsOurs(TrustedCertificate entry) => entry.Thumbprint.Equals(Authority.Thumbprint, StringComparison.OrdinalIgnoreCase);

    private static X509Store Open()
    {
        var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadWrite);
        return store;
    }

    private X509Certificate2Collection Found(X509Store store) => store.Certificates.Find(X509FindType.FindByThumbprint, Authority.Thumbprint, validOnly: false);
}
