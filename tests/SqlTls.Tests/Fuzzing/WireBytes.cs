using CsCheck;
using SqlTls.Certificates;
using SqlTls.Tds;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>Whatever bytes come from the network, they are read or refused, and nothing else.</summary>
public sealed class WireBytes : IDisposable
{
    private const byte Handshake = 22;
    private const int MostOfAMessage = 1000;

    private readonly Authority _authority = Authority.Create(CertificateOptions.For("server.example"));

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Of_PRELOGIN_are_read_or_refused() =>
        Fuzz(Damaged.Of(new PreLogin(new Version(17, 0, 1000), EncryptionOption.On).ToRequest()), bytes => _ = PreLogin.Parse(bytes));

    [Fact]
    public void Of_a_message_of_packets_are_read_or_refused() => Fuzz(
        Damaged.Of(TdsMessage.Frame(PacketType.PreLogin, new byte[700], 512)),
        bytes => _ = TdsMessage.ReadAsync(new MemoryStream(bytes), MostOfAMessage, CancellationToken.None).AsTask().GetAwaiter().GetResult());

    [Fact]
    public void Of_a_ServerHello_are_read_or_refused() =>
        Fuzz(Damaged.Of(Flight.Hello(0x0303, 0x1301, chosen: 0x0304)), bytes => _ = ServerHello.Parse(bytes));

    [Fact]
    public void Of_a_servers_first_flight_are_read_or_refused()
    {
        byte[] good =
        [
            .. Flight.Record(Handshake, Flight.Message(2, Flight.Hello(0x0303, 0xC02F))),
            .. Flight.Record(Handshake, Flight.Message(11, Flight.Certificates(_authority.Certificate.RawData))),
        ];

        Fuzz(
            Gen.OneOf(Damaged.Bytes.Select(bytes => Flight.Record(Handshake, bytes)), Damaged.Of(good)),
            bytes => _ = ServerFlight.ReadAsync(new MemoryStream(bytes), CancellationToken.None).GetAwaiter().GetResult());
    }

    [Fact]
    public void Of_TLS_within_TDS_are_unwrapped_or_refused() =>
        Fuzz(Damaged.Of(TdsMessage.Frame(PacketType.PreLogin, new byte[900], 512)), bytes => ReadToEndAsync(bytes).GetAwaiter().GetResult());

    private static async Task ReadToEndAsync(byte[] bytes)
    {
        await using var stream = new TlsInTdsStream(new MemoryStream(bytes));
        byte[] buffer = new byte[64];
        int total = 0;
        while (await stream.ReadAsync(buffer) is > 0 and var length)
        {
            total += length;
        }

        Assert.InRange(total, 0, bytes.Length);
    }

    private static void Fuzz(Gen<byte[]> good, Action<byte[]> parse) => Cases.Run(
        Gen.OneOf(Damaged.Bytes, good),
        parse,
        exception => exception is TdsProtocolException or TlsAlertException,
        Convert.ToHexString);
}
