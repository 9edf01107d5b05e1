using System.Net;
using System.Net.Sockets;

namespace SqlTls.Testing;

/// <summary>What listens where a SQL Server is expected, and behaves as a test says to every client.</summary>
public sealed class Peer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    private Peer(Func<NetworkStream, CancellationToken, Task> behave)
    {
        _listener.Start();
        _serving = ServeAsync(behave);
    }

    /// <summary>Address and port, as SqlClient writes them.</summary>
    public string Server => $"127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Accepts, and says nothing.</summary>
    public static Peer Silent() => new((_, limit) => Task.Delay(Timeout.Infinite, limit));

    /// <summary>Closes as soon as it has accepted.</summary>
    public static Peer Closing() => new((_, _) => Task.CompletedTask);

    /// <summary>Says the same bytes to whatever it hears first, and then nothing more.</summary>
    /// <param name="answer">What it says.</param>
    public static Peer Saying(byte[] answer) => new(async (stream, limit) =>
    {
        _ = await stream.ReadAsync(new byte[4096], limit);
        await stream.WriteAsync(answer, limit);
        await Task.Delay(Timeout.Infinite, limit);
    });

    /// <summary>Answers by what it hears first, and then says nothing more.</summary>
    /// <param name="answer">Its answer; null where it stays silent, empty where it hangs up.</param>
    public static Peer Choosing(Func<byte[], byte[]?> answer) => new(async (stream, limit) =>
    {
        byte[] heard = new byte[4096];
        int length = await stream.ReadAsync(heard, limit);
        byte[]? words = answer(heard[..length]);
        if (words is not [])
        {
            await stream.WriteAsync(words ?? [], limit);
            await Task.Delay(Timeout.Infinite, limit);
        }
    });

    /// <summary>Says one byte after the other, with a pause between them.</summary>
    /// <param name="answer">What it says.</param>
    /// <param name="pause">How long it waits after each.</param>
    public static Peer Dripping(byte[] answer, TimeSpan pause) => new(async (stream, limit) =>
    {
        foreach (byte one in answer)
        {
            await stream.WriteAsync(new[] { one }, limit);
            await Task.Delay(pause, limit);
        }
    });

    /// <summary>Answers PRELOGIN well, and does something else from the TLS handshake on.</summary>
    /// <param name="preLogin">Its answer, packet header and all.</param>
    /// <param name="behave">What it does after the client's second message.</param>
    public static Peer After(byte[] preLogin, Func<NetworkStream, CancellationToken, Task> behave) => new(async (stream, limit) =>
    {
        _ = await stream.ReadAsync(new byte[4096], limit);
        await stream.WriteAsync(preLogin, limit);
        _ = await stream.ReadAsync(new byte[4096], limit);
        await behave(stream, limit);
    });

    /// <summary>Does what a test says, to every client.</summary>
    /// <param name="behave">What it does.</param>
    public static Peer Doing(Func<NetworkStream, CancellationToken, Task> behave) => new(behave);

    /// <summary>Sends the same bytes again and again, for as long as anybody reads.</summary>
    /// <param name="start">What it sends first.</param>
    /// <param name="wave">What it sends again and again.</param>
    public static Peer Flooding(byte[] start, byte[] wave) => new((stream, limit) => FloodAsync(stream, start, wave, limit));

    /// <summary>Floods a client that is there already.</summary>
    /// <param name="stream">To the client.</param>
    /// <param name="start">What it sends first.</param>
    /// <param name="wave">What it sends again and again.</param>
    /// <param name="limit">When the test is over.</param>
    public static async Task FloodAsync(NetworkStream stream, byte[] start, byte[] wave, CancellationToken limit)
    {
        await stream.WriteAsync(start, limit);
        while (true)
        {
            await stream.WriteAsync(wave, limit);
        }
    }

    /// <summary>Stops listening, and closes what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, CancellationToken, Task> behave)
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), behave));
            }
        }
        catch (Exception exception) when (_stopping.IsCancellationRequested && exception is (OperationCanceledException or InvalidOperationException or SocketException))
        {
            // The listener may be gone before it is asked for the next client.
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> behave)
    {
        using (client)
        {
            try
            {
                await behave(client.GetStream(), _stopping.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
