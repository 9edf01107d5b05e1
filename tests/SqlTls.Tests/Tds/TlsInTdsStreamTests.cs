using CsCheck;
using SqlTls.Tds;

namespace SqlTls.Tests.Tds;

public class TlsInTdsStreamTests
{
    [Fact]
    public async Task What_is_written_in_the_handshake_goes_out_in_PRELOGIN_packets_and_bare_after_it()
    {
        using var wire = new MemoryStream();
        await using var stream = new TlsInTdsStream(wire);
        byte[] flight = new byte[5000];

        await stream.WriteAsync(flight);
        stream.EndHandshake();
        await stream.WriteAsync(new byte[] { 23, 3, 3 });

        Assert.Equal([.. TdsMessage.Frame(PacketType.PreLogin, flight, TdsMessage.DefaultPacketSize), 23, 3, 3], wire.ToArray());
    }

    [Fact]
    public async Task What_comes_in_packets_of_any_size_is_read_as_one_stream() => await Gen.Select(Gen.Byte.Array[1, 3000], Gen.Int[9, 700], Gen.Int[1, 900]).SampleAsync(
        async (payload, packetSize, bufferSize) =>
        {
            using var wire = new MemoryStream(TdsMessage.Frame(PacketType.PreLogin, payload, packetSize));
            await using var stream = new TlsInTdsStream(wire);

            Assert.Equal(payload, await ReadToEndAsync(stream, bufferSize));
        },
        iter: 500);

    [Fact]
    public async Task The_rest_of_the_last_packet_is_still_unwrapped_after_the_handshake()
    {
        using var wire = new MemoryStream([.. TdsMessage.Frame(PacketType.PreLogin, [1, 2, 3], 512), 4, 5]);
        await using var stream = new TlsInTdsStream(wire);

        Assert.Equal(1, await stream.ReadAsync(new byte[1]));
        stream.EndHandshake();

        Assert.Equal([2, 3, 4, 5], await ReadToEndAsync(stream, 100));
    }

    [Fact]
    public async Task A_packet_of_another_kind_in_the_handshake_is_refused()
    {
        using var wire = new MemoryStream(TdsMessage.Frame(PacketType.SqlBatch, [1], 512));
        await using var stream = new TlsInTdsStream(wire);

        _ = await Assert.ThrowsAsync<TdsProtocolException>(() => ReadToEndAsync(stream, 100));
    }

    [Fact]
    public async Task A_header_that_is_cut_off_is_refused()
    {
        using var wire = new MemoryStream([0x12, 1, 0]);
        await using var stream = new TlsInTdsStream(wire);

        _ = await Assert.ThrowsAsync<TdsProtocolException>(() => ReadToEndAsync(stream, 100));
    }

    [Fact]
    public void Is_read_and_written_asynchronously_and_in_order_alone()
    {
        using var stream = new TlsInTdsStream(new MemoryStream());

        Assert.Equal((true, true, false), (stream.CanRead, stream.CanWrite, stream.CanSeek));
        Assert.Contains("asynchronously", Assert.Throws<NotSupportedException>(() => stream.ReadByte()).Message);
        Assert.Contains("asynchronously", Assert.Throws<NotSupportedException>(() => stream.WriteByte(0)).Message);
        Assert.All<Action>(
            [() => stream.Seek(0, SeekOrigin.Begin), () => stream.SetLength(0), () => stream.Position = 0, () => _ = stream.Position, () => _ = stream.Length],
            action => Assert.Throws<NotSupportedException>(action));
    }

    private static async Task<byte[]> ReadToEndAsync(TlsInTdsStream stream, int bufferSize)
    {
        var all = new List<byte>();
        byte[] buffer = new byte[bufferSize];
        while (await stream.ReadAsync(buffer) is > 0 and int read)
        {
            all.AddRange(buffer[..read]);
        }

        return [.. all];
    }
}
