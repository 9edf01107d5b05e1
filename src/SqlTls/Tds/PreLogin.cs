using System.Buffers.Binary;

namespace SqlTls.Tds;

/// <summary>The first message of each side in TDS 7.x, and the first inside TLS in TDS 8.0 (MS-TDS 2.2.6.5).</summary>
/// <param name="Version">Version of the sender; major, minor and build count.</param>
/// <param name="Encryption">The sender's wish or answer; null where the option is missing.</param>
internal sealed record PreLogin(Version Version, EncryptionOption? Encryption)
{
    /// <summary>The most that a PRELOGIN may hold here; real ones have less than a hundred bytes.</summary>
    public const int Limit = 4096;

    private const byte VersionToken = 0x00;
    private const byte EncryptionToken = 0x01;
    private const byte InstanceToken = 0x02;
    private const byte ThreadToken = 0x03;
    private const byte MarsToken = 0x04;
    private const byte Terminator = 0xFF;
    private const int OptionSize = 5;

    public static PreLogin Parse(ReadOnlySpan<byte> payload)
    {
        var version = new Version();
        EncryptionOption? encryption = null;
        for (int at = 0; ; at += OptionSize)
        {
            if (at >= payload.Length)
            {
                throw new TdsProtocolException("The PRELOGIN message has no end to its options.");
            }

            if (payload[at] == Terminator)
            {
                return new PreLogin(version, encryption);
            }

            ReadOnlySpan<byte> value = Value(payload, at);
            switch (payload[at])
            {
                case VersionToken when value.Length >= 4:
                    version = new Version(value[0], value[1], BinaryPrimitives.ReadUInt16BigEndian(value[2..]));
                    break;
                case EncryptionToken when value.Length >= 1 && value[0] <= (byte)EncryptionOption.Required:
                    encryption = (EncryptionOption)value[0];
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>What a client sends: version, encryption, no instance, a thread, no MARS.</summary>
    public byte[] ToRequest() => Write(
        (VersionToken, VersionBytes()),
        (EncryptionToken, [(byte)Encryption!.Value]),
        (InstanceToken, [0]),
        (ThreadToken, [0, 0, 0, 0]),
        (MarsToken, [0]));

    /// <summary>What a server answers.</summary>
    public byte[] ToResponse() => Write(
        (VersionToken, VersionBytes()),
        (EncryptionToken, [(byte)Encryption!.Value]),
        (InstanceToken, [0]),
        (ThreadToken, []),
        (MarsToken, [0]));

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> payload, int at)
    {
        if (at + OptionSize > payload.Length)
        {
            throw new TdsProtocolException("The PRELOGIN message is cut off in its options.");
        }

        int offset = BinaryPrimitives.ReadUInt16BigEndian(payload[(at + 1)..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(payload[(at + 3)..]);
        return offset + length <= payload.Length
            ? payload.Slice(offset, length)
            : throw new TdsProtocolException("A PRELOGIN option points outside its message.");
    }

    private static byte[] Write(params ReadOnlySpan<(byte Token, byte[] Value)> options)
    {
        int offset = (options.Length * OptionSize) + 1;
        var table = new List<byte>();
        var values = new List<byte>();
        foreach ((byte token, byte[] value) in options)
        {
            table.AddRange([token, (byte)(offset >> 8), (byte)offset, (byte)(value.Length >> 8), (byte)value.Length]);
            values.AddRange(value);
            offset += value.Length;
        }

        return [.. table, Terminator, .. values];
    }

    private byte[] VersionBytes()
    {
        int build = Math.Max(Version.Build, 0);
        return [(byte)Version.Major, (byte)Version.Minor, (byte)(build >> 8), (byte)build, 0, 0];
    }
}
