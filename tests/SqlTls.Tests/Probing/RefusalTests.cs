using SqlTls.Probing;
using SqlTls.Tds;

namespace SqlTls.Tests.Probing;

/// <summary>That a server refuses is an answer of its own: silence is none.</summary>
public class RefusalTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_client_without_encryption_to_whom_nothing_is_said_was_not_turned_away()
    {
        await using Peer server = Peer.Choosing(heard => IsPlain(heard) ? null : Answer(EncryptionOption.On));

        ProbeResult probe = await ProbeAsync(server);

        Assert.Equal((null, ServerEncryption.On), (probe.PlaintextRefused, probe.Encryption));
    }

    [Fact]
    public async Task A_client_without_encryption_that_is_hung_up_on_was_turned_away()
    {
        await using Peer server = Peer.Choosing(heard => IsPlain(heard) ? [] : Answer(EncryptionOption.On));

        ProbeResult probe = await ProbeAsync(server);

        Assert.Equal((true, ServerEncryption.Required), (probe.PlaintextRefused, probe.Encryption));
    }

    [Fact]
    public async Task Versions_of_TLS_to_which_nothing_is_said_are_not_known()
    {
        await using Peer server = Peer.Choosing(_ => Answer(EncryptionOption.On));

        ProbeResult probe = await ProbeAsync(server);

        Assert.Equal((TlsSupport.None, new TlsSupport(true, true, true, true)), (probe.Protocols, probe.Unanswered));
    }

    private static Task<ProbeResult> ProbeAsync(Peer server) => TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(server.Server), [], [], Short));

    // A strict client's first byte is one of TLS.
    private static bool IsPlain(byte[] heard) =>
        heard[0] == (byte)PacketType.PreLogin && PreLogin.Parse(heard.AsSpan(PacketHeader.Size)).Encryption == EncryptionOption.NotSupported;

    private static byte[] Answer(EncryptionOption encryption) =>
        TdsMessage.Frame(PacketType.TabularResult, new PreLogin(new Version(16, 0, 1000), encryption).ToResponse(), TdsMessage.DefaultPacketSize);
}
