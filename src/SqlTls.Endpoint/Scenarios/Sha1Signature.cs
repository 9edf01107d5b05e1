using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>Signs with SHA-1, which .NET's own certificate requests refuse, as clients should.</summary>
/// <param name="key">An RSA or ECDSA key.</param>
internal sealed class Sha1Signature(AsymmetricAlgorithm key) : X509SignatureGenerator
{
    private const string RsaWithSha1 = "1.2.840.113549.1.1.5";
    private const string EcdsaWithSha1 = "1.2.840.10045.4.1";

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(key is RSA ? RsaWithSha1 : EcdsaWithSha1);
            if (key is RSA)
            {
                writer.WriteNull();
            }
        }

        return writer.Encode();
    }

#pragma warning disable CA5350 // A weak signature is the point.
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key switch
    {
        RSA rsa => rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
        _ => ((ECDsa)key).SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence),
    };
#pragma warning restore CA5350

    protected override PublicKey BuildPublicKey() => new(key);
}
