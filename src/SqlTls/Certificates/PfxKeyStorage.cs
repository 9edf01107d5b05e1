using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace SqlTls.Certificates;

/// <summary>What a PFX says of the provider that kept its key on Windows, which takes it in there again.</summary>
internal static class PfxKeyStorage
{
    // szOID_PKCS_12_KEY_PROVIDER_NAME_ATTR, and the key usage by which Windows tells AT_SIGNATURE from AT_KEYEXCHANGE.
    private const string ProviderName = "1.3.6.1.4.1.311.17.1";
    private const string KeyUsage = "2.5.29.15";
    private const byte SignatureAlone = 0x80;

    /// <summary>Of the first key; not known where the file is no PFX, or says nothing.</summary>
    public static KeyStorage Of(byte[] content, string? password)
    {
        try
        {
            return Pkcs12Info.Decode(content, out _, skipCopy: true).AuthenticatedSafe.SelectMany(safe => Bags(safe, password)).FirstOrDefault(IsKey) is { } key
                ? Storage(key)
                : KeyStorage.Unknown;
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            // What cannot be read is told by whoever reads the certificate.
            return KeyStorage.Unknown;
        }
    }

    private static bool IsKey(Pkcs12SafeBag bag) => bag is Pkcs12ShroudedKeyBag or Pkcs12KeyBag;

    private static IEnumerable<Pkcs12SafeBag> Bags(Pkcs12SafeContents safe, string? password)
    {
        switch (safe.ConfidentialityMode)
        {
            case Pkcs12ConfidentialityMode.Password:
                safe.Decrypt(password);
                return safe.GetBags();
            case Pkcs12ConfidentialityMode.None:
                return safe.GetBags();
            default:
                return [];
        }
    }

    private static KeyStorage Storage(Pkcs12SafeBag key)
    {
        string? provider = Attribute(key, ProviderName)?.ReadCharacterString(UniversalTagNumber.BMPString);
        bool isSignature = Attribute(key, KeyUsage)?.ReadBitString(out _) is [var usage, ..] && (usage & SignatureAlone) != 0;
        return provider switch
        {
            not null when provider.Contains("Key Storage Provider", StringComparison.OrdinalIgnoreCase) || provider.Contains("Platform Crypto Provider", StringComparison.OrdinalIgnoreCase) => KeyStorage.Cng,
            _ when isSignature => KeyStorage.LegacySignature,
            null => KeyStorage.Unknown,
            _ => KeyStorage.LegacyExchange,
        };
    }

    private static AsnReader? Attribute(Pkcs12SafeBag bag, string name) =>
        bag.Attributes.Cast<CryptographicAttributeObject>().FirstOrDefault(attribute => attribute.Oid.Value == name) is { Values: [var value, ..] }
            ? new AsnReader(value.RawData, AsnEncodingRules.BER)
            : null;
}
