using System.Buffers.Binary;
using System.Text;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>What a client says of itself when it logs in (MS-TDS 2.2.6.4).</summary>
internal sealed record Login7(
    uint TdsVersion,
    int PacketSize,
    string HostName,
    string UserName,
    string Password,
    string ApplicationName,
    string Database)
{
    public const int Limit = 128 * 1024;

    private const int FixedSize = 36;
    private const int PasswordField = 2;
    private const int MinimumSize = 94;

    public static Login7 Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < MinimumSize)
        {
            throw new TdsProtocolException($"A LOGIN7 message of {payload.Length} bytes is cut off.");
        }

        return new Login7(
            BinaryPrimitives.ReadUInt32LittleEndian(payload[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(payload[8..]),
            Text(payload, 0),
            Text(payload, 1),
            Text(payload, PasswordField),
            Text(payload, 3),
            Text(payload, 8));
    }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{UserName} from {HostName}, {ApplicationName}";

    // Offset and length of each text stand one after the other; lengths count UTF-16 units.
    private static string Text(ReadOnlySpan<byte> payload, int field)
    {
        ReadOnlySpan<byte> entry = payload[(FixedSize + (field * 4))..];
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(entry);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]) * 2;
        if (offset + length > payload.Length)
        {
            throw new TdsProtocolException("A LOGIN7 field points outside its message.");
        }

        ReadOnlySpan<byte> bytes = payload.Slice(offset, length);
        return Encoding.Unicode.GetString(field == PasswordField ? Reveal(bytes) : bytes);
    }

    // The password is obfuscated, not encrypted: each byte XOR 0xA5, its halves swapped (MS-TDS 2.2.6.4).
    private static byte[] Reveal(ReadOnlySpan<byte> bytes)
    {
        byte[] revealed = new byte[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            int mixed = bytes[i] ^ 0xA5;
            revealed[i] = (byte)((mixed >> 4) | (mixed << 4));
        }

        return revealed;
    }
}
