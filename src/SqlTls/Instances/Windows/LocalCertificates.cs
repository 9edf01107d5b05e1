using System.Runtime.Versioning;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Principal;
using Microsoft.Win32;
using SqlTls.Certificates;

namespace SqlTls.Instances.Windows;

/// <summary>The certificate stores of this machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class LocalCertificates : IMachineCertificates
{
    private const string OurName = "sqltls ";

    // A legacy provider's keys, CNG's, and those of both that belong to the system account.
    private static readonly string[] KeyFolders = [@"RSA\MachineKeys", "Keys", @"RSA\S-1-5-18", "SystemKeys"];

    public StoredCertificate? Find(string thumbprint) => Guard(thumbprint, () =>
    {
        if (FindIn(StoreName.My, thumbprint) is not { } certificate)
        {
            return null;
        }

        string? keyName = KeyNameOf(certificate);
        var provider = KeyProvider.Of(certificate);
        return new StoredCertificate(
            certificate,
            keyName is not null,
            provider?.Storage ?? KeyStorage.Unknown,
            keyName is null ? null : KeyFileOf(keyName),
            IsOurs(certificate))
        {
            IsUsersKey = provider?.IsUsers == true,
        };
    });

    public bool IsInStoreOf(string account, string thumbprint) => Guard(thumbprint, () =>
    {
        // An account's My store is files in its profile, whether the account is logged on or not.
        return Accounts.Find(account) is { } identity
            && Profile(identity) is { } profile
            && File.Exists(Path.Combine(profile, "AppData", "Roaming", "Microsoft", "SystemCertificates", "My", "Certificates", thumbprint.ToUpperInvariant()));
    });

    public IReadOnlyList<X509Certificate2> Issuers() => Guard("issuers", () =>
    {
        using X509Store intermediate = Open(StoreName.CertificateAuthority, OpenFlags.ReadOnly);
        using X509Store root = Open(StoreName.Root, OpenFlags.ReadOnly);
        return (IReadOnlyList<X509Certificate2>)[.. intermediate.Certificates, .. root.Certificates];
    });

    public void Install(ServerCertificate certificate, KeyStorage storage)
    {
        string thumbprint = certificate.Describe().Thumbprint;
        using RSA key = certificate.Leaf.GetRSAPrivateKey() ?? throw new ArgumentException("Its key is not RSA.", nameof(certificate));
        _ = Guard(thumbprint, () =>
        {
            using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(certificate.Leaf.RawData);
            try
            {
                using X509Certificate2 kept = MachineKey.Keep(bare, key, storage, KeyName(thumbprint));
                // One that was there without its key stays somebody else's.
                kept.FriendlyName = FindIn(StoreName.My, thumbprint)?.FriendlyName ?? $"{OurName}{thumbprint}";
                using X509Store store = Open(StoreName.My, OpenFlags.ReadWrite);
                store.Add(kept);
            }
            catch (CryptographicException)
            {
                MachineKey.Delete(KeyName(thumbprint));
                throw;
            }

            return true;
        });
    }

    public void Remove(string thumbprint) => Guard(thumbprint, () =>
    {
        if (FindIn(StoreName.My, thumbprint) is { } certificate)
        {
            using X509Store store = Open(StoreName.My, OpenFlags.ReadWrite);
            store.Remove(certificate);
            KeyProvider.Of(certificate)?.DeleteKey();
        }

        // A run that was ended between key and certificate leaves the key alone.
        MachineKey.Delete(KeyName(thumbprint));
        return true;
    });

    public void RemoveKey(string thumbprint) => Guard(thumbprint, () =>
    {
        // One that somebody else has given the certificate meanwhile is theirs.
        if (FindIn(StoreName.My, thumbprint) is { } certificate && KeyProvider.Of(certificate)?.Container == KeyName(thumbprint))
        {
            using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
            bare.FriendlyName = certificate.FriendlyName;
            using X509Store store = Open(StoreName.My, OpenFlags.ReadWrite);
            // Added over the one with a key, it would inherit that.
            store.Remove(certificate);
            store.Add(bare);
        }

        MachineKey.Delete(KeyName(thumbprint));
        return true;
    });

    public bool HasIssuer(string thumbprint) => Guard(thumbprint, () => FindIn(StoreName.CertificateAuthority, thumbprint) is not null);

    public bool IsOurIssuer(string thumbprint) => Guard(thumbprint, () => FindIn(StoreName.CertificateAuthority, thumbprint) is { } issuer && IsOurs(issuer));

    public void AddIssuer(X509Certificate2 issuer) => Guard(issuer.Subject, () =>
    {
        using X509Certificate2 marked = X509CertificateLoader.LoadCertificate(issuer.RawData);
        marked.FriendlyName = $"{OurName}{issuer.Thumbprint.ToLowerInvariant()}";
        using X509Store store = Open(StoreName.CertificateAuthority, OpenFlags.ReadWrite);
        store.Add(marked);
        return true;
    });

    public void RemoveIssuer(string thumbprint) => Guard(thumbprint, () =>
    {
        if (FindIn(StoreName.CertificateAuthority, thumbprint) is { } issuer)
        {
            using X509Store store = Open(StoreName.CertificateAuthority, OpenFlags.ReadWrite);
            store.Remove(issuer);
        }

        return true;
    });

    private static string KeyName(string thumbprint) => $"sqltls-{thumbprint}";

    private static string? Profile(SecurityIdentifier identity)
    {
        using RegistryKey machine = RegistryKey.OpenBaseKey(RegistryHive.LocalMachine, RegistryView.Registry64);
        using RegistryKey? profile = machine.OpenSubKey($@"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\{identity.Value}");
        return profile?.GetValue("ProfileImagePath") as string;
    }

    private static bool IsOurs(X509Certificate2 certificate) => certificate.FriendlyName.StartsWith(OurName, StringComparison.Ordinal);

    private static X509Store Open(StoreName name, OpenFlags flags)
    {
        var store = new X509Store(name, StoreLocation.LocalMachine);
        store.Open(flags);
        return store;
    }

    private static X509Certificate2? FindIn(StoreName name, string thumbprint)
    {
        using X509Store store = Open(name, OpenFlags.ReadOnly);
        return store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false).FirstOrDefault();
    }

    // CspKeyContainerInfo alone would never see a CNG key (SqlServerDsc #2087).
    private static string? KeyNameOf(X509Certificate2 certificate)
    {
        try
        {
            using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey();
            return key switch
            {
                RSACng cng => cng.Key.UniqueName,
                ECDsaCng cng => cng.Key.UniqueName,
                RSACryptoServiceProvider legacy => legacy.CspKeyContainerInfo.UniqueKeyContainerName,
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // The store names a key that is gone.
            return null;
        }
    }

    private static string? KeyFileOf(string keyName)
    {
        string crypto = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Microsoft", "Crypto");
        return KeyFolders.Select(folder => Path.Combine(crypto, folder, Path.GetFileName(keyName))).FirstOrDefault(File.Exists);
    }

    private static T Guard<T>(string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is CryptographicException or SecurityException or UnauthorizedAccessException or IOException)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.StoreRefused,
                $"The machine's certificate store or key store refused ({what}): {exception.Message.TrimEnd('.')}.",
                "Run it as an administrator; a policy may also keep keys from being stored.",
                exception);
        }
    }
}
