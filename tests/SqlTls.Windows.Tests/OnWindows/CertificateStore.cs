using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Tests.OnWindows;

[SupportedOSPlatform("windows")]
public sealed class CertificateStore : IDisposable
{
    private readonly LocalCertificates _store = new();
    private readonly LocalKeyPermissions _permissions = new();
    private readonly ServerCertificate _certificate = Machine.Certificate("sqltls.test");

    private string Thumbprint => _certificate.Describe().Thumbprint;

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            _store.Remove(Thumbprint);
        }

        _certificate.Dispose();
    }

    [WindowsFact]
    public void Keeps_a_legacy_key_of_exchange_kind() => KeepsKey(KeyStorage.LegacyExchange, @"RSA\MachineKeys");

    [WindowsFact]
    public void Keeps_a_CNG_key() => KeepsKey(KeyStorage.Cng, @"Crypto\Keys");

    [WindowsFact]
    public void Removes_certificate_and_key()
    {
        _store.Install(_certificate, KeyStorage.LegacyExchange);
        string file = _store.Find(Thumbprint)!.KeyFile!;

        _store.Remove(Thumbprint);

        Assert.Null(_store.Find(Thumbprint));
        Assert.False(File.Exists(file));
    }

    [WindowsFact]
    public void Takes_a_key_from_a_certificate_that_was_there_without_one()
    {
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(_certificate.Leaf.RawData);
        bare.FriendlyName = "theirs";
        Add(bare);
        _store.Install(_certificate, KeyStorage.LegacyExchange);
        string file = _store.Find(Thumbprint)!.KeyFile!;
        Assert.False(_store.Find(Thumbprint)!.IsOurs);

        _store.RemoveKey(Thumbprint);

        StoredCertificate left = _store.Find(Thumbprint)!;
        Assert.Equal((false, "theirs", false), (left.HasKey, left.Certificate.FriendlyName, File.Exists(file)));
    }

    [WindowsFact]
    public void Sees_a_key_that_is_in_a_users_profile()
    {
        using X509Certificate2 own = X509CertificateLoader.LoadPkcs12(_certificate.Pfx("secret"), "secret", X509KeyStorageFlags.UserKeySet | X509KeyStorageFlags.PersistKeySet);
        Add(own);

        Assert.True(_store.Find(Thumbprint)!.IsUsersKey);
        _store.Remove(Thumbprint);
        _store.Install(_certificate, KeyStorage.Cng);
        Assert.False(_store.Find(Thumbprint)!.IsUsersKey);
    }

    [WindowsFact]
    public void Adds_an_issuer_and_removes_it()
    {
        string issuer = _certificate.Authority!.Thumbprint.ToLowerInvariant();

        _store.AddIssuer(_certificate.Authority);
        Assert.Equal((true, true), (_store.HasIssuer(issuer), _store.IsOurIssuer(issuer)));
        _store.RemoveIssuer(issuer);

        Assert.False(_store.HasIssuer(issuer));
    }

    [WindowsFact]
    public void Sees_a_certificate_in_the_store_of_an_account()
    {
        string account = $@"{Environment.UserDomainName}\{Environment.UserName}";
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(_certificate.Leaf.RawData);
        using var own = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        own.Open(OpenFlags.ReadWrite);
        Assert.False(_store.IsInStoreOf(account, Thumbprint));
        own.Add(bare);
        try
        {
            Assert.True(_store.IsInStoreOf(account, Thumbprint));
        }
        finally
        {
            own.Remove(bare);
        }
    }

    [WindowsFact]
    public void Lets_a_service_read_a_key_and_takes_it_back()
    {
        const string Service = @"NT SERVICE\EventLog";
        _store.Install(_certificate, KeyStorage.LegacyExchange);
        string file = _store.Find(Thumbprint)!.KeyFile!;
        Assert.False(_permissions.MayRead(file, Service));

        _permissions.AllowRead(file, Service);
        Assert.True(_permissions.MayRead(file, Service));
        _permissions.RevokeRead(file, Service);

        Assert.False(_permissions.MayRead(file, Service));
    }

    private static void Add(X509Certificate2 certificate)
    {
        using var machine = new X509Store(StoreName.My, StoreLocation.LocalMachine);
        machine.Open(OpenFlags.ReadWrite);
        machine.Add(certificate);
    }

    private void KeepsKey(KeyStorage storage, string folder)
    {
        _store.Install(_certificate, storage);

        StoredCertificate stored = _store.Find(Thumbprint)!;
        Assert.Equal((true, storage, true), (stored.HasKey, stored.Storage, stored.IsOurs));
        Assert.Contains(folder, stored.KeyFile);
        Assert.True(File.Exists(stored.KeyFile));
    }
}
