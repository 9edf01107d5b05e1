using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>Listens, and treats every client in one way.</summary>
internal sealed class MisbehavingPeer : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly PeerBehaviour behaviour;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, byte> talks = new();
    private readonly Task accepting;

    private MisbehavingPeer(Socket listener, PeerBehaviour behaviour)
    {
        this.listener = listener;
        this.behaviour = behaviour;
        accepting = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)listener.LocalEndPoint!;

    /// <exception cref="SqlTlsException">The port is taken or none (SQLTLS3901).</exception>
    public static MisbehavingPeer Start(int port, PeerBehaviour behaviour) => new(TdsEndpoint.Listen(new TdsEndpointOptions { Port = port }), behaviour);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(talks.Keys);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Task talk = TalkAsync(await listener.AcceptAsync(stopping.Token));
                talks[talk] = 0;
                _ = talk.ContinueWith(ended => talks.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (SocketException) when (!stopping.IsCancellationRequested)
            {
                // A client that left before it was accepted.
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            await behaviour(stream, stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client left, or the peer stops.
        }
    }
}
