using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>What the certificates of servers and authorities state, whoever makes them.</summary>
internal static class CertificateExtensions
{
    /// <summary>No authority.</summary>
    public static X509BasicConstraintsExtension EndEntity() => new(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true);

    /// <summary>What SQL Server's key is for.</summary>
    public static X509KeyUsageExtension ServerKeyUsage() => new(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true);

    /// <summary>What an authority's key is for.</summary>
    public static X509KeyUsageExtension AuthorityKeyUsage() => new(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true);

    /// <summary>The subject alternative name.</summary>
    public static X509Extension AlternativeNames(IEnumerable<ServerName> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (ServerName name in names)
        {
            if (name.Address is { } address)
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name.Value);
            }
        }

        return builder.Build();
    }

    /// <summary>A serial number that nobody can guess.</summary>
    public static byte[] NewSerialNumber()
    {
        byte[] serialNumber = RandomNumberGenerator.GetBytes(16);
        // RFC 5280, 4.1.2.2: a positive integer without leading zeros.
        serialNumber[0] = (byte)((serialNumber[0] & 0x7f) | 0x40);
        return serialNumber;
    }
}
