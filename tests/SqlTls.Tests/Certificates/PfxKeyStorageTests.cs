using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

/// <summary>PFX files as Windows exports them: the provider's name and the kind of key stand beside the key.</summary>
public sealed class PfxKeyStorageTests : IDisposable
{
    private const string Password = "Secret-1";
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("Microsoft RSA SChannel Cryptographic Provider", 0x10, KeyStorage.LegacyExchange)]
    [InlineData("Microsoft RSA SChannel Cryptographic Provider", 0x80, KeyStorage.LegacySignature)]
    [InlineData("Microsoft Enhanced Cryptographic Provider v1.0", null, KeyStorage.LegacyExchange)]
    [InlineData("Microsoft Software Key Storage Provider", null, KeyStorage.Cng)]
    [InlineData("Microsoft Software Key Storage Provider", 0x80, KeyStorage.Cng)]
    [InlineData(null, null, KeyStorage.Unknown)]
    public void Its_attributes_say_what_kept_the_key(string? provider, int? usage, KeyStorage storage) =>
        Assert.Equal(storage, PfxKeyStorage.Of(Pfx(provider, usage), Password));

    [Fact]
    public void A_key_that_may_only_sign_is_an_error_of_the_certificate()
    {
        using X509Certificate2 leaf = SelfSigned();
        KeyStorage storage = PfxKeyStorage.Of(Pfx("Microsoft RSA SChannel Cryptographic Provider", 0x80), Password);

        IReadOnlyList<Finding> findings = CertificateRequirements.Check(leaf, [], new RequirementContext([], DateTimeOffset.UtcNow, KeyStorage: storage));

        Assert.Contains(findings, finding => finding.Code == CertificateCodes.SignatureOnlyKey && finding.Severity == Severity.Error);
    }

    [Fact]
    public void What_cannot_be_read_says_nothing()
    {
        byte[] pfx = Pfx("Microsoft Software Key Storage Provider", null);

        Assert.Equal(KeyStorage.Unknown, PfxKeyStorage.Of(pfx, "wrong"));
        Assert.Equal(KeyStorage.Unknown, PfxKeyStorage.Of(pfx[..100], Password));
        Assert.Equal(KeyStorage.Unknown, PfxKeyStorage.Of([], Password));
    }

    private byte[] Pfx(string? provider, int? usage)
    {
        using X509Certificate2 leaf = SelfSigned();
        var contents = new Pkcs12SafeContents();
        _ = contents.AddCertificate(leaf);
        Pkcs12ShroudedKeyBag bag = contents.AddShroudedKey(_key, Password, Encryption);
        if (provider is not null)
        {
            bag.Attributes.Add(new AsnEncodedData("1.3.6.1.4.1.311.17.1", Encoded(writer => writer.WriteCharacterString(UniversalTagNumber.BMPString, provider))));
        }

        if (usage is { } bits)
        {
            bag.Attributes.Add(new AsnEncodedData("2.5.29.15", Encoded(writer => writer.WriteBitString([(byte)bits]))));
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(contents, Password, Encryption);
        builder.SealWithMac(Password, HashAlgorithmName.SHA256, 1000);
        return builder.Encode();
    }

    private static byte[] Encoded(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    private X509Certificate2 SelfSigned() =>
        new CertificateRequest("CN=db.example.com", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
}
