using SqlTls.Tds;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>The ways in which peers misbehave.</summary>
internal static class PeerBehaviours
{
    private const int FirstFlight = 4096;
    private static readonly TimeSpan Drip = TimeSpan.FromSeconds(1);

    /// <summary>Takes the connection and says nothing.</summary>
    public static Task StallsInPreLogin(Stream client, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Agrees to encrypt, and says nothing more.</summary>
    public static async Task StallsInHandshake(Stream client, CancellationToken cancellationToken)
    {
        await AgreeAsync(client, cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Agrees to encrypt, and hangs up on the ClientHello.</summary>
    public static async Task ClosesInHandshake(Stream client, CancellationToken cancellationToken)
    {
        if (await AgreeAsync(client, cancellationToken))
        {
            _ = await client.ReadAsync(new byte[FirstFlight], cancellationToken);
        }
    }

    /// <summary>Answers with bytes of another protocol.</summary>
    public static async Task Garbage(Stream client, CancellationToken cancellationToken)
    {
        _ = await client.ReadAsync(new byte[FirstFlight], cancellationToken);
        await client.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    /// <summary>Answers PRELOGIN as it should, a byte a second.</summary>
    public static async Task SlowDrip(Stream client, CancellationToken cancellationToken)
    {
        _ = await client.ReadAsync(new byte[FirstFlight], cancellationToken);
        using var answer = new MemoryStream();
        await AnswerAsync(answer, cancellationToken);
        foreach (byte one in answer.ToArray())
        {
            await Task.Delay(Drip, cancellationToken);
            await client.WriteAsync(new[] { one }, cancellationToken);
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    // False where the client is strict: it begins with the ClientHello itself.
    private static async Task<bool> AgreeAsync(Stream client, CancellationToken cancellationToken)
    {
        byte[] first = new byte[FirstFlight];
        int length = await client.ReadAsync(first, cancellationToken);
        bool isInTds = length > 0 && first[0] == (byte)PacketType.PreLogin;
        if (isInTds)
        {
            await AnswerAsync(client, cancellationToken);
        }

        return isInTds;
    }

    private static ValueTask AnswerAsync(Stream stream, CancellationToken cancellationToken) => TdsMessage.WriteAsync(
        stream,
        PacketType.TabularResult,
        new PreLogin(new TdsEndpointOptions().ServerVersion, EncryptionOption.On).ToResponse(),
        TdsMessage.DefaultPacketSize,
        cancellationToken);
}
