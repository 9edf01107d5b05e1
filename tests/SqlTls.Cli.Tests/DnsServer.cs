using System.Net;
using System.Net.Sockets;

namespace SqlTls.Cli.Tests;

/// <summary>A DNS server of the test's own, at an address where nothing else of this machine listens.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    public static readonly IPAddress Address = IPAddress.Parse("127.0.0.253");

    private readonly UdpClient _socket = new(new IPEndPoint(Address, 53));
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _answering;

    private DnsServer(Func<byte[], byte[]?> answer) => _answering = AnswerAsync(answer);

    /// <summary>How many queries it has heard.</summary>
    public int Queries { get; private set; }

    /// <summary>Hears every query, and says nothing.</summary>
    public static DnsServer Silent() => new(_ => null);

    /// <summary>Knows no name at all.</summary>
    public static DnsServer Ignorant() => new(query => [.. query[..2], 0x84, 0x03, .. query[4..]]);

    /// <summary>Says of every name that it is 127.0.0.1, and nothing else.</summary>
    public static DnsServer Lying() => new(query =>
    {
        int end = Array.IndexOf(query, (byte)0, 12) + 5;
        bool isForIPv4 = query[end - 3] == 1;
        byte[] record = isForIPv4 ? [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1] : [];
        return [.. query[..2], 0x84, 0, 0, 1, 0, (byte)(isForIPv4 ? 1 : 0), 0, 0, 0, 0, .. query[12..end], .. record];
    });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _answering;
        _socket.Dispose();
        _ending.Dispose();
    }

    private async Task AnswerAsync(Func<byte[], byte[]?> answer)
    {
        try
        {
            while (true)
            {
                UdpReceiveResult query = await _socket.ReceiveAsync(_ending.Token);
                Queries++;
                if (answer(query.Buffer) is { } words)
                {
                    await _socket.SendAsync(words, query.RemoteEndPoint, _ending.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
