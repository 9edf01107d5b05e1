using System.Net.Sockets;
using SqlTls.Tds;

namespace SqlTls.Instances.Windows;

/// <summary>Where an instance listens.</summary>
/// <param name="Address">Its IP address; null for every one of the machine.</param>
/// <param name="Port">Its port.</param>
internal sealed record TcpEndpoint(string? Address, int Port)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Does a SQL Server of this machine answer here? One that takes strict connections alone answers a PRELOGIN by closing.</summary>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address ?? "127.0.0.1", Port, limit.Token);
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return false;
        }

        try
        {
            byte[] hello = new PreLogin(new Version(), EncryptionOption.On).ToRequest();
            await TdsMessage.WriteAsync(client.GetStream(), PacketType.PreLogin, hello, TdsMessage.DefaultPacketSize, limit.Token);
            _ = await client.GetStream().ReadAsync(new byte[1], limit.Token);
            return true;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return exception is IOException;
        }
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is SocketException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
