using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SqlTls.Tds;

/// <summary>
/// The first message of a TLS handshake, for one version alone (RFC 5246 7.4.1.2, RFC 8446 4.1.2). The server's answer shows
/// what it takes; no key exchange follows, so no policy of this machine stands in the way.
/// </summary>
internal static class ClientHello
{
    /// <summary>ALPN's name of TDS 8.0 (MS-TDS 1.9).</summary>
    public const string StrictProtocol = "tds/8.0";

    private static readonly ushort[] Tls13Suites = [0x1301, 0x1302, 0x1303];

    // ECDHE and DHE with GCM, ChaCha20 and CBC, for RSA and ECDSA; plain RSA; 3DES last, for servers that have nothing else.
    private static readonly ushort[] OlderSuites =
    [
        0xC02F, 0xC030, 0xC02B, 0xC02C, 0xCCA8, 0xCCA9, 0x009E, 0x009F, 0xC027, 0xC028, 0xC023, 0xC024,
        0xC013, 0xC014, 0xC009, 0xC00A, 0x0033, 0x0039, 0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035, 0x000A,
    ];

    private static readonly ushort[] Groups = [0x001D, 0x0017, 0x0018, 0x0019];

    private static readonly ushort[] Signatures =
    [
        0x0804, 0x0805, 0x0806, 0x0403, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
    ];

    /// <summary>One TLS record with a ClientHello.</summary>
    /// <param name="version">The only version offered.</param>
    /// <param name="host">Sent as server name where it is a DNS name.</param>
    /// <param name="strict">Ask for TDS 8.0 through ALPN.</param>
    public static byte[] Create(TlsVersion version, string host, bool strict)
    {
        var legacyVersion = (ushort)Math.Min((int)version, (int)TlsVersion.Tls12);
        byte[] body =
        [
            .. Number16(legacyVersion),
            .. RandomNumberGenerator.GetBytes(32),
            .. Sized8(version == TlsVersion.Tls13 ? RandomNumberGenerator.GetBytes(32) : []),
            .. Sized16(Numbers16(version == TlsVersion.Tls13 ? Tls13Suites : OlderSuites)),
            .. Sized8([0]),
            .. Sized16(Extensions(version, host, strict)),
        ];
        byte[] handshake = [(byte)HandshakeType.ClientHello, 0, .. Number16((ushort)body.Length), .. body];
        return [(byte)TlsContentType.Handshake, .. Number16((ushort)TlsVersion.Tls10), .. Sized16(handshake)];
    }

    private static byte[] Extensions(TlsVersion version, string host, bool strict)
    {
        var extensions = new List<byte>();
        if (!IPAddress.TryParse(host, out _) && Ascii.IsValid(host))
        {
            Add(extensions, 0, Sized16([0, .. Sized16(Encoding.ASCII.GetBytes(host))]));
        }

        Add(extensions, 10, Sized16(Numbers16(Groups)));
        Add(extensions, 11, Sized8([0]));
        if (version >= TlsVersion.Tls12)
        {
            Add(extensions, 13, Sized16(Numbers16(Signatures)));
        }

        if (strict)
        {
            Add(extensions, 16, Sized16(Sized8(Encoding.ASCII.GetBytes(StrictProtocol))));
        }

        if (version == TlsVersion.Tls13)
        {
            Add(extensions, 43, Sized8(Number16((ushort)TlsVersion.Tls13)));
            Add(extensions, 45, Sized8([1]));
            // Any 32 bytes are a point of X25519; the secret behind it is never needed.
            Add(extensions, 51, Sized16([.. Number16(Groups[0]), .. Sized16(RandomNumberGenerator.GetBytes(32))]));
        }
        else
        {
            Add(extensions, 0xFF01, [0]);
        }

        return [.. extensions];
    }

    private static void Add(List<byte> extensions, ushort type, byte[] content)
    {
        extensions.AddRange(Number16(type));
        extensions.AddRange(Sized16(content));
    }

    private static byte[] Sized8(byte[] content) => [(byte)content.Length, .. content];

    private static byte[] Sized16(byte[] content) => [.. Number16((ushort)content.Length), .. content];

    private static byte[] Numbers16(ushort[] numbers) => [.. numbers.SelectMany(Number16)];

    private static byte[] Number16(ushort number)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }
}
