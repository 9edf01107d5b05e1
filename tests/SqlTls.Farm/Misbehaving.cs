using System.Net;
using System.Net.Sockets;

namespace SqlTls.Farm;

/// <summary>A server that breaks off at once, or talks without an end.</summary>
internal sealed class Misbehaving : IAsyncDisposable
{
    private static readonly byte[] Noise = [.. Enumerable.Repeat((byte)0x17, 65536)];

    private readonly TcpListener _listener;
    private readonly bool _floods;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    public Misbehaving(IPAddress address, bool floods)
    {
        _floods = floods;
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
                // What a socket that does not linger leaves behind is a reset.
                client.LingerState = new LingerOption(true, 0);
                while (_floods)
                {
                    _ = await client.SendAsync(Noise, _stopping.Token);
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
