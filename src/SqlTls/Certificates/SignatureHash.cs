using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>The hash in a certificate's signature: what decides whether servers and clients take it.</summary>
internal static class SignatureHash
{
    public const string Md5 = "MD5";
    public const string Sha1 = "SHA-1";
    public const string Sha224 = "SHA-224";
    public const string Sha256 = "SHA-256";
    public const string Sha384 = "SHA-384";
    public const string Sha512 = "SHA-512";

    private const string Pss = "1.2.840.113549.1.1.10";

    private static readonly Dictionary<string, string> OfSignature = new()
    {
        ["1.2.840.113549.1.1.4"] = Md5,
        ["1.2.840.113549.1.1.5"] = Sha1,
        ["1.3.14.3.2.29"] = Sha1,
        ["1.2.840.10040.4.3"] = Sha1,
        ["1.2.840.10045.4.1"] = Sha1,
        ["1.2.840.113549.1.1.14"] = Sha224,
        ["1.2.840.10045.4.3.1"] = Sha224,
        ["1.2.840.113549.1.1.11"] = Sha256,
        ["1.2.840.10045.4.3.2"] = Sha256,
        ["1.2.840.113549.1.1.12"] = Sha384,
        ["1.2.840.10045.4.3.3"] = Sha384,
        ["1.2.840.113549.1.1.13"] = Sha512,
        ["1.2.840.10045.4.3.4"] = Sha512,
    };

    private static readonly Dictionary<string, string> OfHash = new()
    {
        ["1.2.840.113549.2.5"] = Md5,
        ["1.3.14.3.2.26"] = Sha1,
        ["2.16.840.1.101.3.4.2.4"] = Sha224,
        ["2.16.840.1.101.3.4.2.1"] = Sha256,
        ["2.16.840.1.101.3.4.2.2"] = Sha384,
        ["2.16.840.1.101.3.4.2.3"] = Sha512,
    };

    /// <summary>Which it is; null where it is none of the known ones. RSASSA-PSS has two, and the weaker one is what counts.</summary>
    /// <param name="certificate">Any certificate, also one that a stranger sent.</param>
    public static string? Of(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        Pss => OfParameters(certificate),
        { } algorithm => OfSignature.GetValueOrDefault(algorithm),
        null => null,
    };

    /// <summary>Servers and clients are known to take it.</summary>
    public static bool IsTaken(string? hash) => hash is Sha256 or Sha384 or Sha512;

    /// <summary>OpenSSL 3 refuses it at its default security level.</summary>
    public static bool IsRefused(string? hash) => hash is Md5 or Sha1;

    // RFC 4055 3.1: [0] the hash, [1] MGF1 with a hash of its own; SHA-1 where either is left out.
    private static string? OfParameters(X509Certificate2 certificate)
    {
        try
        {
            AsnReader whole = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.BER).ReadSequence();
            _ = whole.ReadEncodedValue();
            AsnReader algorithm = whole.ReadSequence();
            _ = algorithm.ReadObjectIdentifier();
            AsnReader parameters = algorithm.ReadSequence();
            string? hash = Explicit(parameters, 0) is { } stated ? Hash(stated.ReadSequence()) : Sha1;
            string? mask = Explicit(parameters, 1) is { } generator ? MaskHash(generator.ReadSequence()) : Sha1;
            return IsTaken(hash) ? mask : hash;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AsnReader? Explicit(AsnReader parameters, int number)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number);
        return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(tag) ? parameters.ReadSequence(tag) : null;
    }

    private static string? MaskHash(AsnReader generator)
    {
        _ = generator.ReadObjectIdentifier();
        return Hash(generator.ReadSequence());
    }

    private static string? Hash(AsnReader algorithm) => OfHash.GetValueOrDefault(algorithm.ReadObjectIdentifier());
}
