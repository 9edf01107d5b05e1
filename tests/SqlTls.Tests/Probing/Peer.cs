using System.Net;
using System.Net.Sockets;

namespace SqlTls.Tests.Probing;

/// <summary>What listens where a SQL Server is expected, and behaves as a test says to every client.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;

    private Peer(Func<NetworkStream, CancellationToken, Task> behave)
    {
        listener.Start();
        serving = ServeAsync(behave);
    }

    public string Server => $"127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Accepts, and says nothing.</summary>
    public static Peer Silent() => new((_, limit) => Task.Delay(Timeout.Infinite, limit));

    /// <summary>Closes as soon as it has accepted.</summary>
    public static Peer Closing() => new((_, _) => Task.CompletedTask);

    /// <summary>Says the same bytes to whatever it hears first, and then nothing more.</summary>
    public static Peer Saying(byte[] answer) => new(async (stream, limit) =>
    {
        _ = await stream.ReadAsync(new byte[4096], limit);
        await stream.WriteAsync(answer, limit);
        await Task.Delay(Timeout.Infinite, limit);
    });

    /// <summary>Says one byte after the other, with a pause between them.</summary>
    public static Peer Dripping(byte[] answer, TimeSpan pause) => new(async (stream, limit) =>
    {
        foreach (byte one in answer)
        {
            await stream.WriteAsync(new[] { one }, limit);
            await Task.Delay(pause, limit);
        }
    });

    /// <summary>Answers PRELOGIN well, and does something else from the TLS handshake on.</summary>
    public static Peer After(byte[] preLogin, Func<NetworkStream, CancellationToken, Task> behave) => new(async (stream, limit) =>
    {
        _ = await stream.ReadAsync(new byte[4096], limit);
        await stream.WriteAsync(preLogin, limit);
        _ = await stream.ReadAsync(new byte[4096], limit);
        await behave(stream, limit);
    });

    /// <summary>Sends the same bytes again and again, for as long as anybody reads.</summary>
    public static Peer Flooding(byte[] start, byte[] wave) => new((stream, limit) => FloodAsync(stream, start, wave, limit));

    public static async Task FloodAsync(NetworkStream stream, byte[] start, byte[] wave, CancellationToken limit)
    {
        await stream.WriteAsync(start, limit);
        while (true)
        {
            await stream.WriteAsync(wave, limit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving;
        stopping.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, CancellationToken, Task> behave)
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token), behave));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> behave)
    {
        using (client)
        {
            try
            {
                await behave(client.GetStream(), stopping.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
