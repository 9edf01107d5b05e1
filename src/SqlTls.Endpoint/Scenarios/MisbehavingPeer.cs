using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>Listens, and treats every client in one way.</summary>
internal sealed class MisbehavingPeer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly PeerBehaviour _behaviour;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _talks = new();
    private readonly Task _accepting;

    private MisbehavingPeer(Socket listener, PeerBehaviour behaviour)
    {
        _listener = listener;
        _behaviour = behaviour;
        _accepting = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    /// <exception cref="SqlTlsException">The port is taken or none (SQLTLS3901).</exception>
    public static MisbehavingPeer Start(int port, PeerBehaviour behaviour) => new(TdsEndpoint.Listen(new TdsEndpointOptions { Port = port }), behaviour);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_talks.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Task talk = TalkAsync(await _listener.AcceptAsync(_stopping.Token));
                _talks[talk] = 0;
                _ = talk.ContinueWith(ended => _talks.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (SocketException) when (!_stopping.IsCancellationRequested)
            {
                // A client that left before it was accepted, or no descriptor left for it: the next one may fare better.
                await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
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
            await _behaviour(stream, _stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client left, or the peer stops.
        }
    }
}
