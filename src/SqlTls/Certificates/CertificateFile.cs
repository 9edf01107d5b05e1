using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SqlTls.Certificates;

/// <summary>Files of certificates in their forms: PFX, PEM and DER.</summary>
internal static class CertificateFile
{
    private const string PemMark = "-----BEGIN ";

    // On Windows a key is a file in the user's profile otherwise, which stays when the process is ended; elsewhere it is in memory anyway.
    private static readonly X509KeyStorageFlags InMemoryAlone =
        OperatingSystem.IsWindows() ? X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable : X509KeyStorageFlags.Exportable;

    public static byte[] Content(string file) => File.ReadAllBytes(file) is { Length: > 0 } content ? content : throw Unreadable(file, "it is empty", null);

    /// <summary>Certificates of a PEM or DER file.</summary>
    public static X509Certificate2Collection Certificates(string file, byte[] content, string? pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            if (pem is null)
            {
                _ = certificates.Add(X509CertificateLoader.LoadCertificate(content));
            }
            else
            {
                certificates.ImportFromPem(pem);
            }
        }
        catch (CryptographicException exception)
        {
            throw Unreadable(file, "a certificate in it is damaged", exception);
        }

        return NotEmpty(file, certificates);
    }

    /// <summary>Certificates of a PFX, with those keys that it holds.</summary>
    public static X509Certificate2Collection Pfx(string file, byte[] content, string? password)
    {
        try
        {
            return NotEmpty(file, X509CertificateLoader.LoadPkcs12Collection(content, password, InMemoryAlone));
        }
        catch (CryptographicException exception) when (IsPfx(content))
        {
            throw new SqlTlsException(
                Failure.Input,
                CertificateCodes.Password,
                $"The password of {file} is {(password is null ? "missing" : "wrong")}, or the file is damaged.",
                "Set SQLTLS_CERTIFICATE_PASSWORD to the PFX's password.",
                exception);
        }
        catch (CryptographicException exception)
        {
            throw Unreadable(file, "it is neither PFX, PEM nor DER", exception);
        }
    }

    /// <summary>The same certificates without their keys, which nobody holds any longer then.</summary>
    public static X509Certificate2[] PublicParts(X509Certificate2Collection certificates)
    {
        X509Certificate2[] bare = [.. certificates.Select(certificate => X509CertificateLoader.LoadCertificate(certificate.RawData))];
        foreach (X509Certificate2 certificate in certificates)
        {
            certificate.Dispose();
        }

        return bare;
    }

    public static bool IsCertificate(byte[] content)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content) == X509ContentType.Cert;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The content as text, where it is PEM; else null.</summary>
    public static string? AsPem(byte[] content)
    {
        string text = Encoding.UTF8.GetString(content);
        return text.Contains(PemMark, StringComparison.Ordinal) ? text : null;
    }

    // PFX: SEQUENCE, version INTEGER 3 (RFC 7292 4); whole, so that a file cut off is not taken for one with a wrong password.
    private static bool IsPfx(byte[] content)
    {
        try
        {
            var reader = new AsnReader(content, AsnEncodingRules.BER);
            return reader.ReadSequence().TryReadInt32(out int version) && version == 3;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static X509Certificate2Collection NotEmpty(string file, X509Certificate2Collection certificates) => certificates.Count > 0
        ? certificates
        : throw new SqlTlsException(Failure.Input, CertificateCodes.NoCertificate, $"{file} holds no certificate.", "Name the certificate's file, and the key's with --key.");

    private static SqlTlsException Unreadable(string file, string why, Exception? exception) => new(
        Failure.Input,
        CertificateCodes.Unreadable,
        $"{file} cannot be read as a certificate: {why}.",
        "Give a PFX file, or a certificate in PEM or DER with its key.",
        exception);
}
