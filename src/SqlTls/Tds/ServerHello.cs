using System.Buffers.Binary;

namespace SqlTls.Tds;

/// <summary>The server's choice (RFC 8446 4.1.3).</summary>
/// <param name="Version">The version the connection would have.</param>
/// <param name="CipherSuite">The number of the cipher suite, as IANA lists it.</param>
internal sealed record ServerHello(TlsVersion Version, ushort CipherSuite)
{
    private const ushort SupportedVersions = 43;

    public static ServerHello Parse(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        int version = reader.Number16();
        reader.Skip(32);
        reader.Skip(reader.Number8());
        ushort cipherSuite = reader.Number16();
        reader.Skip(1);
        return new ServerHello((TlsVersion)ChosenVersion(reader, version), cipherSuite);
    }

    private static int ChosenVersion(WireReader reader, int legacyVersion)
    {
        if (reader.IsAtEnd)
        {
            return legacyVersion;
        }

        var extensions = new WireReader(reader.Bytes(reader.Number16()));
        while (!extensions.IsAtEnd)
        {
            ushort type = extensions.Number16();
            ReadOnlySpan<byte> content = extensions.Bytes(extensions.Number16());
            if (type == SupportedVersions && content.Length == 2)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(content);
            }
        }

        return legacyVersion;
    }
}
