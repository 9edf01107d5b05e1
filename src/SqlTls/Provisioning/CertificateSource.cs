using SqlTls.Certificates;

namespace SqlTls.Provisioning;

/// <summary>Where the server's certificate comes from.</summary>
public abstract record CertificateSource
{
    private CertificateSource()
    {
    }

    /// <summary>Made here, when the instance has none that will do.</summary>
    /// <param name="Days">How long it is valid, in days.</param>
    /// <param name="KeySize">Bits of its RSA key.</param>
    public sealed record Made(int Days = CertificateOptions.DefaultDays, int KeySize = CertificateOptions.DefaultKeySize) : CertificateSource;

    /// <summary>Made elsewhere.</summary>
    /// <param name="Certificate">What was imported; its owner disposes it.</param>
    public sealed record Imported(ServerCertificate Certificate) : CertificateSource;

    /// <summary>One that is installed in the machine's certificate store already; Windows.</summary>
    /// <param name="Thumbprint">40 hex digits, lower case.</param>
    public sealed record Installed(string Thumbprint) : CertificateSource;
}
