using System.Buffers.Binary;

namespace SqlTls.Tds;

/// <summary>Reads foreign bytes in network order, and never past their end.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Number8() => Bytes(1)[0];

    public ushort Number16() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    public int Number24()
    {
        ReadOnlySpan<byte> number = Bytes(3);
        return (number[0] << 16) | (number[1] << 8) | number[2];
    }

    public void Skip(int count) => Bytes(count);

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new TdsProtocolException("A TLS message says that it is longer than it is.");
        }

        ReadOnlySpan<byte> bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }
}
