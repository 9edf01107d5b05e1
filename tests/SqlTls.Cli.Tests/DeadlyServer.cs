using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SqlTls.Cli.Tests;

/// <summary>Answers PRELOGIN, so that it is proved, and kills the connector that comes for more: a client of which SqlClient dies.</summary>
internal sealed class DeadlyServer : IAsyncDisposable
{
    // Version 16.0.1000, encryption on.
    private static readonly byte[] PreLogin = Convert.FromHexString("0401001A00000100" + "00000B0006" + "0100110001" + "FF" + "100003E80000" + "01");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<IEnumerable<int>> _connectors;
    private readonly Task _serving;

    /// <param name="connectors">The processes that it may kill.</param>
    public DeadlyServer(Func<IEnumerable<int>> connectors)
    {
        _connectors = connectors;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Server => $"{_listener.LocalEndpoint}".Replace(':', ',');

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_stopping.Token);
                talks.Add(Task.Run(() => KillOrAnswer(client), CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    private void KillOrAnswer(Socket client)
    {
        using (client)
        {
            try
            {
                string inode = InodeOf(((IPEndPoint)client.RemoteEndPoint!).Port);
                if (_connectors().FirstOrDefault(id => Holds(id, inode)) is not 0 and var connector)
                {
                    Process.GetProcessById(connector).Kill();
                }
                else
                {
                    _ = client.Send(PreLogin);
                }
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                // The client left, or the process has ended meanwhile.
            }
        }
    }

    // The client's end of a connection: its local port, in hexadecimal, is the end of the second column, its inode the tenth.
    private static string InodeOf(int port) => File.ReadLines("/proc/net/tcp")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(columns => columns[1].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal))
        .Select(columns => columns[9])
        .FirstOrDefault("none");

    private static bool Holds(int process, string inode)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
