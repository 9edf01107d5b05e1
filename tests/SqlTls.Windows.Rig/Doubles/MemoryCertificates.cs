using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Rig.Doubles;

/// <summary>Certificate stores in memory. A key that is installed gets a file that administrators alone may read.</summary>
internal sealed class MemoryCertificates(MemoryPermissions permissions) : IMachineCertificates
{
    private readonly Dictionary<string, StoredCertificate> _my = [];
    private readonly Dictionary<string, X509Certificate2> _issuers = [];
    private readonly HashSet<string> _ourIssuers = [];

    /// <summary>What others installed, by thumbprint.</summary>
    public IReadOnlyDictionary<string, StoredCertificate> My => _my;

    /// <summary>Thumbprints of LocalMachine\CA.</summary>
    public IReadOnlyCollection<string> IssuerThumbprints => _issuers.Keys;

    /// <summary>Thumbprints in the service account's own store.</summary>
    public HashSet<string> InAccountStore { get; } = [];

    /// <summary>The store refuses new certificates.</summary>
    public bool Refuses { get; set; }

    public StoredCertificate? Find(string thumbprint) => _my.GetValueOrDefault(thumbprint);

    public bool IsInStoreOf(string account, string thumbprint) => InAccountStore.Contains(thumbprint);

    public IReadOnlyList<X509Certificate2> Issuers() => [.. _issuers.Values];

    public void Install(ServerCertificate certificate, KeyStorage storage)
    {
        if (Refuses)
        {
            throw new SqlTlsException(Failure.Surroundings, WindowsCodes.StoreRefused, "The machine's certificate store refused.", "Ask the administrator.");
        }

        Put(certificate.Leaf, storage, isOurs: Find(certificate.Describe().Thumbprint) is not { IsOurs: false });
    }

    /// <summary>Installs one as somebody else would.</summary>
    public string Put(X509Certificate2 certificate, KeyStorage storage = KeyStorage.LegacyExchange, bool isOurs = false, bool hasKey = true, bool hasFile = true, bool isUsersKey = false)
    {
        X509Certificate2 bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        string thumbprint = bare.Thumbprint.ToLowerInvariant();
        string? file = hasKey && hasFile ? $@"C:\ProgramData\Microsoft\Crypto\{(storage == KeyStorage.Cng ? "Keys" : @"RSA\MachineKeys")}\{thumbprint}" : null;
        _my[thumbprint] = new StoredCertificate(bare, hasKey, storage, file, isOurs) { IsUsersKey = isUsersKey };
        if (file is not null)
        {
            permissions.Create(file);
        }

        return thumbprint;
    }

    public void Remove(string thumbprint)
    {
        if (_my.Remove(thumbprint, out StoredCertificate? removed) && removed.KeyFile is { } file)
        {
            permissions.Delete(file);
        }
    }

    public void RemoveKey(string thumbprint)
    {
        if (_my.GetValueOrDefault(thumbprint) is { KeyFile: { } file } found)
        {
            _my[thumbprint] = found with { HasKey = false, Storage = KeyStorage.Unknown, KeyFile = null };
            permissions.Delete(file);
        }
    }

    public bool HasIssuer(string thumbprint) => _issuers.ContainsKey(thumbprint);

    public bool IsOurIssuer(string thumbprint) => _ourIssuers.Contains(thumbprint);

    public void AddIssuer(X509Certificate2 issuer) => _ourIssuers.Add(PutIssuer(issuer));

    /// <summary>Installs an issuer as somebody else would.</summary>
    public string PutIssuer(X509Certificate2 issuer)
    {
        string thumbprint = issuer.Thumbprint.ToLowerInvariant();
        _issuers[thumbprint] = X509CertificateLoader.LoadCertificate(issuer.RawData);
        return thumbprint;
    }

    public void RemoveIssuer(string thumbprint)
    {
        _ = _issuers.Remove(thumbprint);
        _ = _ourIssuers.Remove(thumbprint);
    }
}
