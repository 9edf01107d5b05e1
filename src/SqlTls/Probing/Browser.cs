using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SqlTls.Probing;

/// <summary>SQL Server Browser: tells the port of a named instance over UDP (MC-SQLR).</summary>
internal static class Browser
{
    /// <summary>Where it listens, UDP.</summary>
    public const int Port = 1434;

    private const byte InstanceRequest = 0x04;
    private const byte Response = 0x05;
    private const int HeaderSize = 3;
    // MC-SQLR 2.2.5 limits the answer for one instance to 1024 bytes.
    private const int ResponseLimit = HeaderSize + 1024;

    /// <summary>Asks for the TCP port of an instance.</summary>
    /// <param name="host">A DNS name or an IP address; each of its addresses is asked, IPv6 or IPv4.</param>
    /// <param name="port">Where Browser listens: <see cref="Port"/>.</param>
    /// <param name="instance">The instance's name.</param>
    /// <param name="timeout">How long all of it may take, the name's resolution too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SqlTlsException">The name has no address (SQLTLS4202), or Browser does not answer or does not know the instance (SQLTLS4210).</exception>
    public static async Task<int> AskAsync(string host, int port, string instance, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            IPAddress[] addresses = await HostNames.ResolveAsync(host, limit.Token);
            byte[] answer = await FirstAsync(addresses.Select(address => AskOneAsync(new IPEndPoint(address, port), instance, limit.Token)));
            await limit.CancelAsync();
            return TcpPort(answer, instance) ?? throw Unknown(host, instance, "does not name a TCP port for it", null);
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw HostNames.WhyUnknown(host, exception) is { } unknown
                ? new SqlTlsException(Failure.Surroundings, ProbeCodes.Unreachable, unknown.Message, unknown.Cure, exception)
                : Unknown(host, instance, "does not answer on UDP port 1434", exception);
        }
    }

    private static async Task<byte[]> AskOneAsync(IPEndPoint browser, string instance, CancellationToken cancellationToken)
    {
        using var udp = new UdpClient(browser.AddressFamily);
        udp.Connect(browser);
        await udp.SendAsync(new byte[] { InstanceRequest }.Concat(Encoding.ASCII.GetBytes(instance)).Append((byte)0).ToArray(), cancellationToken);
        return (await udp.ReceiveAsync(cancellationToken)).Buffer;
    }

    // A name can have an address that Browser does not listen on.
    private static async Task<byte[]> FirstAsync(IEnumerable<Task<byte[]>> answers)
    {
        Exception? failure = null;
        await foreach (Task<byte[]> answer in Task.WhenEach(answers))
        {
            try
            {
                return await answer;
            }
            catch (SocketException exception)
            {
                failure = exception;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>The port in an answer; null where it is malformed, of another instance, or without TCP.</summary>
    internal static int? TcpPort(ReadOnlySpan<byte> answer, string instance)
    {
        if (answer.Length is < HeaderSize or > ResponseLimit || answer[0] != Response)
        {
            return null;
        }

        int length = answer[1] | (answer[2] << 8);
        if (length > answer.Length - HeaderSize)
        {
            return null;
        }

        string[] fields = Encoding.Latin1.GetString(answer.Slice(HeaderSize, length)).Split(';');
        bool isThisInstance = string.Equals(Field(fields, "InstanceName"), instance, StringComparison.OrdinalIgnoreCase);
        return isThisInstance && int.TryParse(Field(fields, "tcp"), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= 65535
            ? port
            : null;
    }

    private static string? Field(string[] fields, string name)
    {
        int at = Array.FindIndex(fields, field => field.Equals(name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < fields.Length ? fields[at + 1] : null;
    }

    private static SqlTlsException Unknown(string host, string instance, string what, Exception? exception) => new(
        Failure.Surroundings,
        ProbeCodes.Browser,
        $"SQL Server Browser on {host} {what}: {instance}.",
        "Start the service SQLBrowser there, or name the instance's port: HOST,PORT.",
        exception);
}
