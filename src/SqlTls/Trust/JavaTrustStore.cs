using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>A PKCS#12 file that Java takes for a trust store.</summary>
internal static class JavaTrustStore
{
    /// <summary>The password of Java's own trust stores. The file holds nothing secret; the password guards against damage alone.</summary>
    public const string Password = "changeit";

    // ORACLE_TrustedKeyUsage: without it, keytool and Java's trust manager do not see a certificate that has no key (JDK-8006591).
    private static readonly Oid TrustedKeyUsage = new("2.16.840.1.113894.746875.1.1");
    private static readonly Oid FriendlyName = new("1.2.840.113549.1.9.20");
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";
    private const int MacIterations = 2048;

    /// <summary>A trust store of these authorities and those of this machine.</summary>
    public static byte[] Encode(IEnumerable<X509Certificate2> authorities)
    {
        using var machine = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        machine.Open(OpenFlags.ReadOnly);
        var contents = new Pkcs12SafeContents();
        foreach (X509Certificate2 certificate in authorities.Concat(machine.Certificates).DistinctBy(certificate => certificate.Thumbprint))
        {
            Pkcs12CertBag bag = contents.AddCertificate(certificate);
            bag.Attributes.Add(new AsnEncodedData(FriendlyName, Encode(writer => writer.WriteCharacterString(UniversalTagNumber.BMPString, Alias(certificate)))));
            bag.Attributes.Add(new AsnEncodedData(TrustedKeyUsage, Encode(writer => writer.WriteObjectIdentifier(AnyExtendedKeyUsage))));
        }

        var store = new Pkcs12Builder();
        store.AddSafeContentsUnencrypted(contents);
        store.SealWithMac(Password, HashAlgorithmName.SHA256, MacIterations);
        return store.Encode();
    }

    // An alias stands once in a store, and in lower case.
    private static string Alias(X509Certificate2 certificate) => certificate.Thumbprint.ToLowerInvariant();

    private static byte[] Encode(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
