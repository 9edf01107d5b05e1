using System.Buffers;

namespace SqlTls.Tds;

/// <summary>A message: the payloads of its packets, joined.</summary>
internal readonly record struct TdsMessage(PacketType Type, byte Status, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The packet size every connection starts with, until the login agrees on another (MS-TDS 2.2.3.1).</summary>
    public const int DefaultPacketSize = 4096;

    /// <summary>Reads a message, or null where the other side closed before its first byte.</summary>
    /// <param name="stream">Where it comes from.</param>
    /// <param name="limit">The most payload bytes to accept; a sender of more is cut off.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<TdsMessage?> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        byte[] headerBytes = new byte[PacketHeader.Size];
        byte status = 0;
        while (true)
        {
            int read = await stream.ReadAtLeastAsync(headerBytes, headerBytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (read == 0 && payload.WrittenCount == 0)
            {
                return null;
            }

            if (read < headerBytes.Length)
            {
                throw new TdsProtocolException("The connection was closed in the middle of a TDS message.");
            }

            PacketHeader header = PacketHeader.Parse(headerBytes);
            if (payload.WrittenCount + header.PayloadLength > limit)
            {
                throw new TdsProtocolException($"A TDS message of more than {limit} bytes was sent.");
            }

            status |= header.Status;
            await ReadPayloadAsync(stream, payload.GetMemory(header.PayloadLength + 1)[..header.PayloadLength], cancellationToken);
            payload.Advance(header.PayloadLength);
            if (header.IsLast)
            {
                return new TdsMessage(header.Type, status, payload.WrittenMemory);
            }
        }
    }

    /// <summary>Sends a message in packets of at most <paramref name="packetSize"/> bytes, as one write where it fits.</summary>
    public static async ValueTask WriteAsync(Stream stream, PacketType type, ReadOnlyMemory<byte> payload, int packetSize, CancellationToken cancellationToken)
    {
        byte[] packets = Frame(type, payload.Span, packetSize);
        await stream.WriteAsync(packets, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>The packets of a message, headers and all.</summary>
    public static byte[] Frame(PacketType type, ReadOnlySpan<byte> payload, int packetSize)
    {
        int room = packetSize - PacketHeader.Size;
        int count = Math.Max(1, (payload.Length + room - 1) / room);
        byte[] packets = new byte[payload.Length + (count * PacketHeader.Size)];
        Span<byte> rest = packets;
        for (int number = 1; number <= count; number++)
        {
            ReadOnlySpan<byte> part = payload[..Math.Min(room, payload.Length)];
            byte status = number == count ? PacketHeader.EndOfMessage : (byte)0;
            new PacketHeader(type, status, part.Length + PacketHeader.Size).WriteTo(rest, (byte)number);
            part.CopyTo(rest[PacketHeader.Size..]);
            rest = rest[(part.Length + PacketHeader.Size)..];
            payload = payload[part.Length..];
        }

        return packets;
    }

    private static async ValueTask ReadPayloadAsync(Stream stream, Memory<byte> payload, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, cancellationToken);
        if (read < payload.Length)
        {
            throw new TdsProtocolException("The connection was closed in the middle of a TDS packet.");
        }
    }
}
