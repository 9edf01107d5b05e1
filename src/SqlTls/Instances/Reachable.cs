using System.Globalization;
using System.Net.Sockets;
using SqlTls.Certificates;

namespace SqlTls.Instances;

/// <summary>Which of a server's addresses to use from here.</summary>
internal static class Reachable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Those that the certificate is for first, and of them the first that takes a connection.</summary>
    public static async Task<IReadOnlyList<string>> OrderAsync(
        IReadOnlyList<string> servers, InstalledCertificate? certificate, bool running, CancellationToken cancellationToken)
    {
        string[] ordered = [.. servers.OrderByDescending(server => certificate is not null && CertificateNames.Covers(certificate.Leaf, HostOf(server)))];
        for (int index = 0; running && ordered.Length > 1 && index < ordered.Length; index++)
        {
            if (await AnswersAsync(ordered[index], cancellationToken))
            {
                return [ordered[index], .. ordered[..index], .. ordered[(index + 1)..]];
            }
        }

        return ordered;
    }

    private static async Task<bool> AnswersAsync(string server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(HostOf(server), int.Parse(server[(server.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture), limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static string HostOf(string server) => server[..server.LastIndexOf(',')];
}
