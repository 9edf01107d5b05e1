using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqlTls.Certificates;

/// <summary>Reads private keys: PKCS#1, PKCS#8, SEC 1 and encrypted PKCS#8, in PEM or DER.</summary>
internal static class PrivateKeyFile
{
    // RFC 1421, 4.6.1.1: how PKCS#1 and SEC 1 say that they are encrypted.
    private const string TraditionalEncryption = "Proc-Type: 4,ENCRYPTED";

    public static AsymmetricAlgorithm Read(string file, byte[] content, string? password)
    {
        string text = Encoding.UTF8.GetString(content);
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return IsEncryptedPkcs8(content) ? FromEncryptedDer(file, content, password) : FromDer(content) ?? throw Missing(file);
        }

        if (text.Contains(TraditionalEncryption, StringComparison.Ordinal))
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.Unreadable,
                $"The private key in {file} is encrypted as OpenSSL did before PKCS#8, which .NET does not read.",
                "Convert it: openssl pkcs8 -topk8 -in OLD -out NEW.");
        }

        bool isEncrypted = text.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (isEncrypted && password is null)
        {
            throw Password(file, "missing", null);
        }

        return FromPem(file, text, isEncrypted ? password : null);
    }

    public static bool Matches(AsymmetricAlgorithm key, X509Certificate2 certificate) =>
        key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    private static AsymmetricAlgorithm FromPem(string file, string text, string? password)
    {
        CryptographicException? first = null;
        foreach (Func<AsymmetricAlgorithm> create in new Func<AsymmetricAlgorithm>[] { RSA.Create, ECDsa.Create })
        {
            AsymmetricAlgorithm key = create();
            try
            {
                if (password is null)
                {
                    key.ImportFromPem(text);
                }
                else
                {
                    key.ImportFromEncryptedPem(text, password);
                }

                return key;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                key.Dispose();
                first ??= exception as CryptographicException;
            }
        }

        throw password is null ? Damaged(file, first) : Password(file, "wrong", first);
    }

    private static AsymmetricAlgorithm? FromDer(byte[] content) =>
        Try(RSA.Create(), key => key.ImportPkcs8PrivateKey(content, out _))
        ?? Try(RSA.Create(), key => key.ImportRSAPrivateKey(content, out _))
        ?? Try(ECDsa.Create(), key => key.ImportPkcs8PrivateKey(content, out _))
        ?? (AsymmetricAlgorithm?)Try(ECDsa.Create(), key => key.ImportECPrivateKey(content, out _));

    private static AsymmetricAlgorithm FromEncryptedDer(string file, byte[] content, string? password)
    {
        if (password is null)
        {
            throw Password(file, "missing", null);
        }

        return Try(RSA.Create(), key => key.ImportEncryptedPkcs8PrivateKey(password, content, out _))
            ?? (AsymmetricAlgorithm?)Try(ECDsa.Create(), key => key.ImportEncryptedPkcs8PrivateKey(password, content, out _))
            ?? throw Password(file, "wrong", null);
    }

    // RFC 5958, 3: EncryptedPrivateKeyInfo is an algorithm and an octet string. A key that is not encrypted starts with a version.
    private static bool IsEncryptedPkcs8(byte[] content)
    {
        try
        {
            AsnReader whole = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
            _ = whole.ReadSequence();
            _ = whole.ReadOctetString();
            return !whole.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static AsymmetricAlgorithm? Try<T>(T key, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private static SqlTlsException Missing(string file) => new(
        Failure.Input, CertificateCodes.NoPrivateKey, $"{file} holds no private key.", "Name the key's file with --key.");

    private static SqlTlsException Damaged(string file, Exception? exception) => new(
        Failure.Input, CertificateCodes.Unreadable, $"The private key in {file} is damaged, or of an unknown kind.", "Give an RSA or ECDSA key in PKCS#1, PKCS#8 or SEC 1.", exception);

    private static SqlTlsException Password(string file, string what, Exception? exception) => new(
        Failure.Input, CertificateCodes.Password, $"The password of the private key in {file} is {what}.", "Set SQLTLS_CERTIFICATE_PASSWORD to it.", exception);
}
