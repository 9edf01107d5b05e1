using System.Net;
using System.Net.Sockets;

namespace SqlTls.Farm;

/// <summary>A server that says nothing, breaks off, or talks without an end.</summary>
internal sealed class Misbehaving : IAsyncDisposable
{
    private static readonly byte[] Noise = [.. Enumerable.Repeat((byte)0x17, 65536)];

    private readonly TcpListener _listener;
    private readonly string _kind;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    public Misbehaving(IPAddress address, string kind)
    {
        _kind = kind;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Server => $"{((IPEndPoint)_listener.LocalEndpoint).Address},{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(Socket client)
    {
        using (client)
        {
            try
            {
                switch (_kind)
                {
                    case "resets":
                        client.LingerState = new LingerOption(true, 0);
                        break;
                    case "floods":
                        while (true)
                        {
                            _ = await client.SendAsync(Noise, _stopping.Token);
                        }

                    default:
                        await Task.Delay(Timeout.Infinite, _stopping.Token);
                        break;
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
