using CsCheck;
using SqlTls.Certificates;
using SqlTls.Tds;

namespace SqlTls.Tests.Tds;

public sealed class ServerFlightTests : IDisposable
{
    private const byte Handshake = 22;
    private const byte Alert = 21;

    private readonly Authority _authority = Authority.Create(CertificateOptions.For("server.example"));

    private byte[] Certificate => _authority.Certificate.RawData;

    private byte[] Good =>
    [
        .. Flight.Record(Handshake, Flight.Message(2, Flight.Hello(0x0303, 0xC02F))),
        .. Flight.Record(Handshake, Flight.Message(11, Flight.Certificates(Certificate))),
    ];

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Version_suite_and_certificates_are_read_in_the_clear()
    {
        ServerFlight flight = await ReadAsync(Good);

        Assert.Equal(new ServerHello(TlsVersion.Tls12, 0xC02F), flight.Hello);
        Assert.Equal(_authority.Certificate.Thumbprint, Assert.Single(flight.Chain).Thumbprint);
    }

    [Fact]
    public async Task Messages_may_be_cut_into_records_anywhere()
    {
        byte[] messages = [.. Flight.Message(2, Flight.Hello(0x0303, 0xC030)), .. Flight.Message(11, Flight.Certificates(Certificate, Certificate))];

        await Gen.Int[1, messages.Length].SampleAsync(
            async size =>
            {
                byte[] records = [.. messages.Chunk(size).SelectMany(part => Flight.Record(Handshake, part))];
                Assert.Equal(2, (await ReadAsync(records)).Chain.Count);
            },
            iter: 100);
    }

    [Fact]
    public async Task The_version_of_TLS_13_stands_in_an_extension_and_no_certificate_follows()
    {
        ServerFlight flight = await ReadAsync(Flight.Record(Handshake, Flight.Message(2, Flight.Hello(0x0303, 0x1301, chosen: 0x0304))));

        Assert.Equal(new ServerHello(TlsVersion.Tls13, 0x1301), flight.Hello);
        Assert.Empty(flight.Chain);
    }

    [Fact]
    public async Task An_alert_is_a_refusal_with_its_number()
    {
        TlsAlertException alert = await Assert.ThrowsAsync<TlsAlertException>(() => ReadAsync(Flight.Record(Alert, 2, 70)));

        Assert.Equal(70, alert.Description);
    }

    [Fact]
    public async Task A_warning_is_passed_over() =>
        Assert.Single((await ReadAsync([.. Flight.Record(Alert, 1, 112), .. Good])).Chain);

    [Fact]
    public async Task A_flight_without_end_is_cut_off()
    {
        // One message that says it has 16 MB, and record after record of it.
        byte[] start = Flight.Record(Handshake, 2, 0xFF, 0xFF, 0xFF);
        byte[] more = Flight.Record(Handshake, new byte[16_000]);
        byte[] endless = [.. start, .. Enumerable.Repeat(more, 20).SelectMany(record => record)];

        TdsProtocolException refusal = await Assert.ThrowsAsync<TdsProtocolException>(() => ReadAsync(endless));

        Assert.Contains("first flight", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("485454502f312e31203430302042616420526571756573740d0a")]
    [InlineData("1603ffffff")]
    [InlineData("1703030001ff")]
    public async Task What_is_no_handshake_is_refused(string hex) =>
        await Assert.ThrowsAsync<TdsProtocolException>(() => ReadAsync(Convert.FromHexString(hex)));

    private static async Task<ServerFlight> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await ServerFlight.ReadAsync(stream, CancellationToken.None);
    }
}
