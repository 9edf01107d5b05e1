using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.SqlClient;
using SqlTls.Tds;

namespace SqlTls.Load;

/// <summary>A client that goes so far and no further, and comes again when the server has had enough of it.</summary>
internal sealed class StallingClient(int port, string connectionString, int step, Tally tally)
{
    /// <summary>
    /// Connected; half a PRELOGIN; PRELOGIN answered; half a ClientHello; TLS first (TDS 8.0) without a word inside; TLS inside TDS without a
    /// login; half a LOGIN7; logged in, and half a batch.
    /// </summary>
    public const int Steps = 8;

    private static readonly byte[] PreLoginPacket =
        TdsMessage.Frame(PacketType.PreLogin, new PreLogin(new Version(7, 1), EncryptionOption.On).ToRequest(), TdsMessage.DefaultPacketSize);

    // A packet with the first bytes of a TLS record of 512.
    private static readonly byte[] HalfHello = Convert.FromHexString("1201001000000200" + "1603010200010001");

    // No headers, then the text.
    private static readonly byte[] Batch = TdsMessage.Frame(PacketType.SqlBatch, [4, 0, 0, 0, .. Encoding.Unicode.GetBytes("SELECT 1")], TdsMessage.DefaultPacketSize);

    private readonly byte[] _login = LoginOf(new SqlConnectionStringBuilder(connectionString));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellationToken).ConfigureAwait(false);
                Stream last = await GoAsync(client.GetStream(), cancellationToken).ConfigureAwait(false);
                await StallAsync(last, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Turned out, as it should be.
            }
        }
    }

    private async Task<Stream> GoAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case 1:
                await stream.WriteAsync(Half(PreLoginPacket), cancellationToken).ConfigureAwait(false);
                return stream;
            case 2:
                await SayPreLoginAsync(stream, cancellationToken).ConfigureAwait(false);
                return stream;
            case 3:
                await SayPreLoginAsync(stream, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(HalfHello, cancellationToken).ConfigureAwait(false);
                return stream;
            case 4:
                return await EncryptAsync(stream, "tds/8.0", cancellationToken).ConfigureAwait(false);
            case 5:
                return await EncryptInTdsAsync(stream, cancellationToken).ConfigureAwait(false);
            case 6:
                Stream half = await EncryptInTdsAsync(stream, cancellationToken).ConfigureAwait(false);
                await half.WriteAsync(Half(_login), cancellationToken).ConfigureAwait(false);
                return half;
            case 7:
                Stream open = await EncryptInTdsAsync(stream, cancellationToken).ConfigureAwait(false);
                await open.WriteAsync(_login, cancellationToken).ConfigureAwait(false);
                _ = await TdsMessage.ReadAsync(open, TdsMessage.DefaultPacketSize, cancellationToken).ConfigureAwait(false)
                    ?? throw new IOException("The login was not answered.");
                await open.WriteAsync(Half(Batch), cancellationToken).ConfigureAwait(false);
                return open;
            default:
                return stream;
        }
    }

    private async Task StallAsync(Stream last, CancellationToken cancellationToken)
    {
        tally.Stalls(step, 1);
        try
        {
            _ = await last.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            tally.Stalls(step, -1);
        }
    }

    private static byte[] LoginOf(SqlConnectionStringBuilder builder) =>
        TdsMessage.Frame(PacketType.Login7, Login.Message(builder.UserID, builder.Password), TdsMessage.DefaultPacketSize);

    private static ReadOnlyMemory<byte> Half(byte[] bytes) => bytes.AsMemory(0, bytes.Length / 2);

    private static async Task SayPreLoginAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(PreLoginPacket, cancellationToken).ConfigureAwait(false);
        _ = await TdsMessage.ReadAsync(stream, PreLogin.Limit, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Stream> EncryptInTdsAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await SayPreLoginAsync(stream, cancellationToken).ConfigureAwait(false);
        var inTds = new TlsInTdsStream(stream);
        Stream encrypted = await EncryptAsync(inTds, null, cancellationToken).ConfigureAwait(false);
        inTds.EndHandshake();
        return encrypted;
    }

    private static async Task<Stream> EncryptAsync(Stream stream, string? protocol, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = protocol is null ? null : [new SslApplicationProtocol(protocol)],
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        return tls;
    }
}
