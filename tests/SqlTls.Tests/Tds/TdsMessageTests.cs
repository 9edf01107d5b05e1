using System.Buffers.Binary;
using CsCheck;
using SqlTls.Tds;

namespace SqlTls.Tests.Tds;

public class TdsMessageTests
{
    private static readonly Gen<(int Length, int PacketSize)> Sizes = Gen.Select(Gen.Int[0, 20_000], Gen.OneOf(Gen.Int[512, 32_767], Gen.Const(512), Gen.Const(4096), Gen.Const(32_767)));

    [Fact]
    public async Task What_is_framed_is_read_as_it_was_in_every_packet_size() => await Sizes.SampleAsync(
        async sizes =>
        {
            byte[] payload = Payload(sizes.Length);
            TdsMessage? read = await ReadAsync(TdsMessage.Frame(PacketType.SqlBatch, payload, sizes.PacketSize), 20_000);

            Assert.Equal(PacketType.SqlBatch, read!.Value.Type);
            Assert.Equal(payload, read.Value.Payload.ToArray());
        },
        iter: 500);

    [Fact]
    public void Every_packet_but_the_last_is_full_and_the_last_alone_ends_the_message() => Sizes.Sample(
        sizes =>
        {
            ReadOnlySpan<byte> rest = TdsMessage.Frame(PacketType.Rpc, Payload(sizes.Length), sizes.PacketSize);
            for (byte number = 1; !rest.IsEmpty; number++)
            {
                var header = PacketHeader.Parse(rest);
                rest = rest[header.Length..];

                Assert.Equal(rest.IsEmpty, header.IsLast);
                Assert.True(header.IsLast ? header.Length <= sizes.PacketSize : header.Length == sizes.PacketSize, $"{header}");
            }
        },
        iter: 500);

    [Fact]
    public async Task A_message_of_more_than_the_limit_is_refused_before_it_is_read()
    {
        byte[] headerAlone = TdsMessage.Frame(PacketType.PreLogin, Payload(101), 4096)[..PacketHeader.Size];

        TdsProtocolException refusal = await Assert.ThrowsAsync<TdsProtocolException>(() => ReadAsync(headerAlone, 100));

        Assert.Contains("more than 100 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_holds_for_all_packets_together() =>
        await Assert.ThrowsAsync<TdsProtocolException>(() => ReadAsync(TdsMessage.Frame(PacketType.PreLogin, Payload(1001), 512), 1000));

    [Fact]
    public async Task A_connection_closed_between_messages_is_no_error() => Assert.Null(await ReadAsync([], 100));

    [Fact]
    public async Task A_connection_closed_within_a_message_is_one()
    {
        byte[] whole = TdsMessage.Frame(PacketType.PreLogin, Payload(600), 512);

        foreach (int length in new[] { 1, 7, 8, 511, 512, 515, whole.Length - 1 })
        {
            _ = await Assert.ThrowsAsync<TdsProtocolException>(() => ReadAsync(whole[..length], 1000));
        }
    }

    [Theory]
    [InlineData(PacketHeader.Size - 1)]
    [InlineData(0)]
    public void A_packet_shorter_than_its_header_is_refused(int length)
    {
        byte[] header = TdsMessage.Frame(PacketType.PreLogin, [], 512);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);

        _ = Assert.Throws<TdsProtocolException>(() => PacketHeader.Parse(header));
    }

    private static byte[] Payload(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

    private static async Task<TdsMessage?> ReadAsync(byte[] bytes, int limit)
    {
        using var stream = new MemoryStream(bytes);
        return await TdsMessage.ReadAsync(stream, limit, CancellationToken.None);
    }
}
