using System.Net;
using System.Net.Sockets;
using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>Makes a server answer at an address that is not in its certificate: a port of the loopback range that passes every byte on.</summary>
internal sealed class Relay : IAsyncDisposable
{
    // Any address of 127.0.0.0/8 is this machine on Linux and Windows; macOS has the first alone.
    private static readonly string[] Addresses = ["127.66.66.66", "127.99.88.77", "127.0.0.1"];

    private readonly TcpListener _listener;
    private readonly ServerAddress _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    private Relay(TcpListener listener, ServerAddress server)
    {
        _listener = listener;
        _server = server;
        _accepting = AcceptAsync(_stopping.Token);
    }

    public string Host => ((IPEndPoint)_listener.LocalEndpoint).Address.ToString();

    public string Address => $"{Host},{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Starts a relay at an address that the certificate does not cover; null where there is none.</summary>
    public static Relay? Start(ServerAddress server, Func<string, bool> isCovered)
    {
        foreach (string address in Addresses.Where(address => !isCovered(address)))
        {
            try
            {
                var listener = new TcpListener(IPAddress.Parse(address), 0);
                listener.Start();
                return new Relay(listener, server);
            }
            catch (SocketException)
            {
                // This system has no such address; the next one may be there.
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(PassAsync(await _listener.AcceptTcpClientAsync(cancellationToken), cancellationToken));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task PassAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        using (var target = new TcpClient())
        {
            try
            {
                await target.ConnectAsync(_server.Host, _server.Port!.Value, cancellationToken);
                NetworkStream near = client.GetStream();
                NetworkStream far = target.GetStream();
                _ = await Task.WhenAny(near.CopyToAsync(far, cancellationToken), far.CopyToAsync(near, cancellationToken));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The client sees a closed connection, as it would without the relay.
            }
        }
    }
}
