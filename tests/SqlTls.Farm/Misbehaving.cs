using System.Net;
using System.Net.Sockets;

namespace SqlTls.Farm;

/// <summary>A server that says nothing, breaks off, or talks without an end.</summary>
internal sealed class Misbehaving : IAsyncDisposable
{
    private static readonly byte[] Noise = [.. Enumerable.Repeat((byte)0x17, 65536)];

    private readonly TcpListener listener;
    private readonly string kind;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;

    public Misbehaving(IPAddress address, string kind)
    {
        this.kind = kind;
        listener = new TcpListener(address, 0);
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Server => $"{((IPEndPoint)listener.LocalEndpoint).Address},{((IPEndPoint)listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await listener.AcceptSocketAsync(stopping.Token)));
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
                switch (kind)
                {
                    case "resets":
                        client.LingerState = new LingerOption(true, 0);
                        break;
                    case "floods":
                        while (true)
                        {
                            _ = await client.SendAsync(Noise, stopping.Token);
                        }

                    default:
                        await Task.Delay(Timeout.Infinite, stopping.Token);
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
