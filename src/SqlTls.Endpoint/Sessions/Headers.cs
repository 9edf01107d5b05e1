using System.Buffers.Binary;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>From TDS 7.2 on, requests start with headers for query notifications and transactions (MS-TDS 2.2.5.3).</summary>
internal static class Headers
{
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < sizeof(int))
        {
            throw new TdsProtocolException("A request is too short for its headers.");
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(payload);
        return length <= payload.Length
            ? payload[(int)length..]
            : throw new TdsProtocolException("The headers of a request point outside it.");
    }
}
