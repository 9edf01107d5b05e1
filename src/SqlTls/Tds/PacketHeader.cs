using System.Buffers.Binary;

namespace SqlTls.Tds;

/// <summary>The eight bytes before every TDS packet's payload (MS-TDS 2.2.3.1).</summary>
/// <param name="Type">What the packet carries.</param>
/// <param name="Status">Bit 0: last packet of the message; bits 3 and 4: reset the connection first.</param>
/// <param name="Length">Length of the packet in bytes, header included: 8 to 65535.</param>
internal readonly record struct PacketHeader(PacketType Type, byte Status, int Length)
{
    public const int Size = 8;
    public const byte EndOfMessage = 0x01;

    public bool IsLast => (Status & EndOfMessage) != 0;

    public int PayloadLength => Length - Size;

    public static PacketHeader Parse(ReadOnlySpan<byte> bytes)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (!Enum.IsDefined((PacketType)bytes[0]) || length < Size)
        {
            throw new TdsProtocolException($"This is no TDS packet: it starts with {Convert.ToHexStringLower(bytes[..Size])}.");
        }

        return new PacketHeader((PacketType)bytes[0], bytes[1], length);
    }

    public void WriteTo(Span<byte> bytes, byte packetNumber)
    {
        bytes[..Size].Clear();
        bytes[0] = (byte)Type;
        bytes[1] = Status;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)Length);
        bytes[6] = packetNumber;
    }
}
