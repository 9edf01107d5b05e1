using System.Net.Security;
using System.Net.Sockets;

namespace SqlTls.Load;

/// <summary>A client that goes so far and no further, and comes again when the server has had enough of it.</summary>
internal sealed class StallingClient(int port, int step, Tally tally)
{
    /// <summary>Connected; half a PRELOGIN; PRELOGIN answered; half a ClientHello; TLS without a word inside.</summary>
    public const int Steps = 5;

    // Version 7.1, encryption on, as SqlClient sends it.
    private static readonly byte[] PreLogin = Convert.FromHexString("1201001a00000100" + "00000b0006" + "0100110001" + "ff" + "070100000000" + "01");

    // A packet with the first bytes of a TLS record of 512.
    private static readonly byte[] HalfHello = Convert.FromHexString("1201001000000200" + "1603010200010001");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellationToken).ConfigureAwait(false);
                await StallAsync(client.GetStream(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Turned out, as it should be.
            }
        }
    }

    private async Task StallAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        Stream last = stream;
        switch (step)
        {
            case 1:
                await stream.WriteAsync(PreLogin.AsMemory(0, 5), cancellationToken).ConfigureAwait(false);
                break;
            case 2:
                await SayPreLoginAsync(stream, cancellationToken).ConfigureAwait(false);
                break;
            case 3:
                await SayPreLoginAsync(stream, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(HalfHello, cancellationToken).ConfigureAwait(false);
                break;
            case 4:
                last = await HandshakeAsync(stream, cancellationToken).ConfigureAwait(false);
                break;
            default:
                break;
        }

        tally.Stalls(1);
        try
        {
            _ = await last.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            tally.Stalls(-1);
        }
    }

    private static async Task SayPreLoginAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(PreLogin, cancellationToken).ConfigureAwait(false);
        _ = await stream.ReadAsync(new byte[256], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SslStream> HandshakeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [new SslApplicationProtocol("tds/8.0")],
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        return tls;
    }
}
