using System.Buffers.Binary;
using System.Text;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>A remote procedure call, as far as sp_executesql needs it (MS-TDS 2.2.6.6).</summary>
/// <param name="Procedure">Its name, or the number of a well-known one.</param>
/// <param name="Statement">The first parameter where it is text; empty otherwise.</param>
internal sealed record RemoteCall(string Procedure, string Statement)
{
    private const ushort ByNumber = 0xFFFF;
    private const string ExecuteSqlNumber = "10";
    private const byte NVarChar = 0xE7;
    private const byte NText = 0x63;
    private const int CollationSize = 5;

    public bool IsExecuteSql => Procedure is ExecuteSqlNumber || Procedure.EndsWith("sp_executesql", StringComparison.OrdinalIgnoreCase);

    public static RemoteCall Parse(ReadOnlySpan<byte> request)
    {
        var reader = new LittleEndianReader(request);
        ushort length = reader.Number16();
        string procedure = length == ByNumber ? $"{reader.Number16()}" : Encoding.Unicode.GetString(reader.Bytes(length * 2));
        reader.Bytes(2);
        return new RemoteCall(procedure, FirstText(reader));
    }

    private static string FirstText(LittleEndianReader reader)
    {
        if (reader.IsAtEnd)
        {
            return "";
        }

        reader.Bytes(reader.Number8() * 2);
        reader.Bytes(1);
        switch (reader.Number8())
        {
            case NVarChar:
                bool isChunked = reader.Number16() == ushort.MaxValue;
                reader.Bytes(CollationSize);
                return isChunked ? Chunks(reader) : Encoding.Unicode.GetString(reader.Bytes(reader.Number16()));
            case NText:
                reader.Bytes(sizeof(int) + CollationSize);
                return Encoding.Unicode.GetString(reader.Bytes(reader.Number32()));
            default:
                return "";
        }
    }

    // Partially length-prefixed: a total, then chunks until one of length zero (MS-TDS 2.2.5.2.3).
    private static string Chunks(LittleEndianReader reader)
    {
        var text = new List<byte>();
        reader.Bytes(sizeof(long));
        while (reader.Number32() is > 0 and int length)
        {
            text.AddRange(reader.Bytes(length));
        }

        return Encoding.Unicode.GetString([.. text]);
    }

    private ref struct LittleEndianReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public byte Number8() => Bytes(1)[0];

        public ushort Number16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

        public int Number32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if ((uint)count > (uint)_rest.Length)
            {
                throw new TdsProtocolException("A remote procedure call is cut off.");
            }

            ReadOnlySpan<byte> bytes = _rest[..count];
            _rest = _rest[count..];
            return bytes;
        }
    }
}
