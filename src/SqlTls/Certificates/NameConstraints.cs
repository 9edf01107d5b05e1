using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Certificates;

/// <summary>The extension that keeps an authority to the names it was made for (RFC 5280, 4.2.1.10).</summary>
internal static class NameConstraints
{
    private const string ObjectIdentifier = "2.5.29.30";

    // RFC 2606: nobody ever gets a name below it. A list of permitted names that holds only this one permits no host.
    private const string NoHost = "invalid";

    private static readonly Asn1Tag Permitted = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Excluded = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag IPAddressName = new(TagClass.ContextSpecific, 7);

    /// <summary>A critical extension that permits these names and addresses and excludes all others.</summary>
    /// <remarks>
    /// A DNS name always brings the names below it along, and a wildcard its whole domain: the standard has no narrower form.
    /// A kind of name that is in no list would be free, so each kind that is not named is closed.
    /// </remarks>
    public static X509Extension Exactly(IReadOnlyList<ServerName> names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Permitted))
            {
                foreach (string domain in PermittedDomains(names))
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.IA5String, domain, DnsName);
                    }
                }

                foreach (IPAddress address in names.Select(name => name.Address).OfType<IPAddress>())
                {
                    byte[] bytes = address.GetAddressBytes();
                    WriteAddresses(writer, bytes, mask: byte.MaxValue);
                }
            }

            int[] closed = ClosedFamilies(names);
            if (closed.Length > 0)
            {
                using (writer.PushSequence(Excluded))
                {
                    foreach (int length in closed)
                    {
                        WriteAddresses(writer, new byte[length], mask: 0);
                    }
                }
            }
        }

        return new X509Extension(ObjectIdentifier, writer.Encode(), critical: true);
    }

    private static string[] PermittedDomains(IReadOnlyList<ServerName> names)
    {
        string[] domains = [.. names.Where(name => name.Address is null).Select(name => name.Domain).Distinct()];
        if (domains.Length > 0)
        {
            return domains;
        }

        // OpenSSL holds a CN that looks like a DNS name, as an IPv4 address does, against these where the certificate has no DNS name.
        return names[0].Address!.AddressFamily == AddressFamily.InterNetwork ? [NoHost, names[0].Value] : [NoHost];
    }

    private static int[] ClosedFamilies(IReadOnlyList<ServerName> names) =>
    [
        .. new[] { (Family: AddressFamily.InterNetwork, Bytes: 4), (Family: AddressFamily.InterNetworkV6, Bytes: 16) }
            .Where(kind => !names.Any(name => name.Address?.AddressFamily == kind.Family))
            .Select(kind => kind.Bytes),
    ];

    private static void WriteAddresses(AsnWriter writer, byte[] address, byte mask)
    {
        byte[] subnet = new byte[address.Length * 2];
        address.CopyTo(subnet, 0);
        Array.Fill(subnet, mask, address.Length, address.Length);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(subnet, IPAddressName);
        }
    }
}
