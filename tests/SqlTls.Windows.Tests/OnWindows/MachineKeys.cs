using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using Xunit.Abstractions;

namespace SqlTls.Windows.Tests.OnWindows;

/// <summary>Private keys in the machine's key store, of either kind.</summary>
[SupportedOSPlatform("windows")]
public sealed class MachineKeys(ITestOutputHelper output) : IDisposable
{
    private const string Service = @"NT SERVICE\EventLog";
    private readonly LocalCertificates _store = new();
    private readonly LocalKeyPermissions _permissions = new();
    private readonly ServerCertificate _certificate = Machine.Certificate("localhost");

    private string Thumbprint => _certificate.Describe().Thumbprint;

    private string KeyName => $"sqltls-{Thumbprint}";

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            _store.Remove(Thumbprint);
        }

        _certificate.Dispose();
    }

    [WindowsFact]
    public Task Of_a_legacy_provider_serve_TLS() => ServesAsync(KeyStorage.LegacyExchange);

    [WindowsFact]
    public Task Of_CNG_serve_TLS() => ServesAsync(KeyStorage.Cng);

    [WindowsFact]
    public void Of_a_PFX_are_kept_and_cannot_be_exported()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("corp.pfx"), _certificate.Pfx("secret"));
        using ServerCertificate given = CertificateImport.Read(folder.File("corp.pfx"), null, "secret");

        _store.Install(given, KeyStorage.LegacyExchange);

        using RSA key = _store.Find(Thumbprint)!.Certificate.GetRSAPrivateKey()!;
        _ = Assert.ThrowsAny<CryptographicException>(() => key.ExportParameters(includePrivateParameters: true));
    }

    [WindowsFact]
    public void Of_CNG_can_be_read_by_a_service_that_is_let_and_no_longer_once_it_is_not()
    {
        _store.Install(_certificate, KeyStorage.Cng);
        string file = _store.Find(Thumbprint)!.KeyFile!;

        _permissions.AllowRead(file, Service);
        Assert.True(_permissions.MayRead(file, Service));
        _permissions.RevokeRead(file, Service);

        Assert.False(_permissions.MayRead(file, Service));
    }

    [WindowsFact]
    public void That_an_interrupted_run_left_in_CNG_are_overwritten()
    {
        Leave(KeyStorage.Cng);

        _store.Install(_certificate, KeyStorage.Cng);

        Assert.True(_store.Find(Thumbprint)!.HasKey);
    }

    [WindowsFact]
    public void That_an_interrupted_run_left_are_removed_without_a_certificate()
    {
        Leave(KeyStorage.Cng);
        Leave(KeyStorage.LegacyExchange);

        _store.Remove(Thumbprint);

        Assert.False(CngKey.Exists(KeyName, CngProvider.MicrosoftSoftwareKeyStorageProvider, CngKeyOpenOptions.MachineKey));
        _ = Assert.ThrowsAny<CryptographicException>(() => new RSACryptoServiceProvider(new CspParameters(12, "Microsoft RSA SChannel Cryptographic Provider", KeyName)
        {
            Flags = CspProviderFlags.UseMachineKeyStore | CspProviderFlags.UseExistingKey | CspProviderFlags.NoPrompt,
        }));
    }

    private void Leave(KeyStorage storage)
    {
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(_certificate.Leaf.RawData);
        using RSA key = _certificate.Leaf.GetRSAPrivateKey()!;
        MachineKey.Keep(bare, key, storage, KeyName).Dispose();
    }

    private async Task ServesAsync(KeyStorage storage)
    {
        _store.Install(_certificate, storage);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        Task connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        await connecting;
        await using var server = new SslStream(accepted.GetStream());
        await using var caller = new SslStream(client.GetStream());
        Task serving = server.AuthenticateAsServerAsync(_store.Find(Thumbprint)!.Certificate);

        await caller.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _certificate.Authority! },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
        await serving;

        output.WriteLine($"{storage}: {caller.SslProtocol}");
        Assert.Equal(Thumbprint, caller.RemoteCertificate!.GetCertHashString(), ignoreCase: true);
    }
}
