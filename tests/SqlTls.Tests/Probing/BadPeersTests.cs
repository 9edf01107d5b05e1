using System.Security.Cryptography;
using System.Text;
using SqlTls.Probing;
using SqlTls.Tds;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Probing;

/// <summary>Whatever answers, a probe ends within its time limits with a finding that says what is wrong.</summary>
public class BadPeersTests
{
    // A probe makes two rounds of attempts, each with a limit of its own; ten times that is a hang.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    private static readonly byte[] Good = PreLoginAnswer(EncryptionOption.On);

    [Fact]
    public async Task A_silent_peer_is_interrupted() =>
        await FindsAsync(Peer.Silent(), ProbeCodes.Interrupted, isReachable: false, TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task A_peer_that_closes_at_once_is_no_SQL_Server() =>
        await FindsAsync(Peer.Closing(), [ProbeCodes.NotSqlServer, ProbeCodes.Interrupted], isReachable: false);

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task A_peer_that_speaks_another_protocol_is_no_SQL_Server(string answer) =>
        await FindsAsync(Peer.Saying(Encoding.ASCII.GetBytes(answer)), ProbeCodes.NotSqlServer, isReachable: false);

    [Fact]
    public async Task A_peer_that_talks_random_garbage_is_no_SQL_Server() =>
        await FindsAsync(Peer.Saying([0xFF, .. RandomNumberGenerator.GetBytes(4000)]), ProbeCodes.NotSqlServer, isReachable: false);

    [Fact]
    public async Task A_peer_that_drips_is_interrupted_however_much_is_still_to_come() =>
        await FindsAsync(Peer.Dripping([.. Good, .. new byte[4096]], TimeSpan.FromMilliseconds(100)), ProbeCodes.Interrupted, isReachable: false, TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task A_peer_that_floods_a_message_without_an_end_is_cut_off() => await FindsAsync(
        Peer.Flooding([], [0x04, 0x00, 0x10, 0x00, 0, 0, 1, 0, .. new byte[4088]]), ProbeCodes.NotSqlServer, isReachable: false);

    [Fact]
    public async Task A_peer_that_goes_silent_in_the_handshake_is_interrupted() => await FindsAsync(
        Peer.After(Good, (_, limit) => Task.Delay(Timeout.Infinite, limit)), ProbeCodes.Interrupted, isReachable: true, TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task A_peer_that_closes_in_the_handshake_breaks_it_off() =>
        await FindsAsync(Peer.After(Good, (_, _) => Task.CompletedTask), ProbeCodes.Interrupted, isReachable: true);

    [Fact]
    public async Task A_peer_that_answers_the_handshake_with_garbage_breaks_it_off() => await FindsAsync(
        Peer.After(Good, async (stream, limit) => await stream.WriteAsync(Framed(RandomNumberGenerator.GetBytes(500)), limit)), ProbeCodes.Interrupted, isReachable: true);

    [Fact]
    public async Task A_peer_that_floods_the_handshake_is_cut_off()
    {
        // Handshake records of 16 KiB, whose message says that it has 16 MiB.
        byte[] start = [0x16, 3, 3, 0x40, 0, 2, 0xFF, 0xFF, 0xFF, .. new byte[0x3FFC]];
        byte[] wave = [0x16, 3, 3, 0x40, 0, .. new byte[0x4000]];

        await FindsAsync(Peer.After(Good, (stream, limit) => Peer.FloodAsync(stream, Framed(start), Framed(wave), limit)), ProbeCodes.Interrupted, isReachable: true);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0 })]
    public async Task A_peer_that_sends_no_certificate_is_found_out(byte[] certificates)
    {
        byte[] last = certificates.Length == 0 ? Flight.Message(14) : Flight.Message(11, certificates);
        byte[] flight = [.. Flight.Record(22, Flight.Message(2, Flight.Hello(0x0303, 0xC02F))), .. Flight.Record(22, last)];

        await FindsAsync(Peer.After(Good, async (stream, limit) => await stream.WriteAsync(Framed(flight), limit)), ProbeCodes.NoCertificate, isReachable: true);
    }

    [Fact]
    public async Task A_peer_that_takes_TLS_13_alone_inside_TDS_shows_no_certificate()
    {
        byte[] hello = Flight.Record(22, Flight.Message(2, Flight.Hello(0x0303, 0x1301, chosen: 0x0304)));

        await FindsAsync(Peer.After(Good, async (stream, limit) => await stream.WriteAsync(Framed(hello), limit)), ProbeCodes.NoCertificate, isReachable: true);
    }

    [Fact]
    public async Task A_peer_that_has_no_encryption_says_so() =>
        await FindsAsync(Peer.Saying(PreLoginAnswer(EncryptionOption.NotSupported)), ProbeCodes.NoEncryption, isReachable: true);

    [Fact]
    public async Task Who_cancels_gets_no_finding_but_the_cancellation()
    {
        await using Peer peer = Peer.Silent();
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TlsProbe.RunAsync(Request(peer, Hang), impatience.Token).WaitAsync(Hang));
    }

    [Fact]
    public async Task Who_cancels_in_the_second_round_gets_no_finding_either()
    {
        byte[] flight = [.. Flight.Record(22, Flight.Message(2, Flight.Hello(0x0303, 0xC02F))), .. Flight.Record(22, Flight.Message(14))];
        using var impatience = new CancellationTokenSource();
        int hellos = 0;
        // The first round ends with an answer to its one hello; of those of the second none is answered.
        await using Peer peer = Peer.Doing(async (stream, limit) =>
        {
            _ = await stream.ReadAsync(new byte[4096], limit);
            await stream.WriteAsync(Good, limit);
            if (await stream.ReadAsync(new byte[4096], limit) == 0)
            {
                return;
            }

            if (Interlocked.Increment(ref hellos) == 1)
            {
                await stream.WriteAsync(Framed(flight), limit);
                return;
            }

            impatience.CancelAfter(TimeSpan.FromMilliseconds(300));
            await Task.Delay(Timeout.Infinite, limit);
        });

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TlsProbe.RunAsync(Request(peer, Hang), impatience.Token).WaitAsync(Hang));
    }

    private static Task FindsAsync(Peer peer, string code, bool isReachable, TimeSpan? limit = null) => FindsAsync(peer, [code], isReachable, limit);

    private static async Task FindsAsync(Peer peer, string[] codes, bool isReachable, TimeSpan? limit = null)
    {
        await using (peer)
        {
            ProbeResult result = await TlsProbe.RunAsync(Request(peer, limit ?? TimeSpan.FromSeconds(2))).WaitAsync(Hang);

            Assert.Equal(isReachable, result.Reachable);
            Finding worst = result.Findings[0];
            Assert.Equal(Severity.Error, worst.Severity);
            Assert.Contains(worst.Code, codes);
            Assert.NotEqual("", worst.Cure);
            Assert.DoesNotContain('\n', worst.Message);
        }
    }

    private static ProbeRequest Request(Peer peer, TimeSpan limit) => new(ServerAddress.Parse(peer.Server), [], [], limit);

    private static byte[] PreLoginAnswer(EncryptionOption encryption) =>
        TdsMessage.Frame(PacketType.TabularResult, new PreLogin(new Version(16, 0, 1000), encryption).ToResponse(), TdsMessage.DefaultPacketSize);

    private static byte[] Framed(byte[] records) => TdsMessage.Frame(PacketType.PreLogin, records, TdsMessage.DefaultPacketSize);
}
