using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using SqlTls.Certificates;
using SqlTls.Endpoint.Sessions;

namespace SqlTls.Endpoint;

/// <summary>
/// A server that speaks TDS well enough for any client to connect, log in and ask about its connection: made for tests of
/// what clients do about TLS. It is no SQL Server, and says so to any other statement.
/// </summary>
/// <example>
/// <code>
/// await using var endpoint = await TdsEndpoint.StartAsync();
/// await using var connection = new SqlConnection(endpoint.ConnectionString);
/// await connection.OpenAsync();
/// </code>
/// </example>
public sealed class TdsEndpoint : IAsyncDisposable
{
    private const int Backlog = 4096;

    private readonly Socket _listener;
    private readonly SessionContext _context;
    private readonly PublicFiles _files;
    private readonly ServerCertificate? _ownCertificate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, Task> _sessions = new();
    private readonly Task _accepting;
    private int _lastSessionId = 50;

    private TdsEndpoint(Socket listener, TdsEndpointOptions options, ServerCertificate certificate, ServerCertificate? ownCertificate)
    {
        _listener = listener;
        _context = new SessionContext(options, options.Password ?? RandomPassword(), ServerTls.PrepareAsync(certificate, options));
        _ownCertificate = ownCertificate;
        Certificate = certificate;
        _files = new PublicFiles(certificate);
        _accepting = AcceptAsync(_stopping.Token);
    }

    /// <summary>What it presents.</summary>
    public ServerCertificate Certificate { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>The port it listens on.</summary>
    public int Port => Address.Port;

    /// <summary>Address and port as clients write them, such as <c>127.0.0.1,1433</c>.</summary>
    public string Server => $"{Address.Address},{Port}";

    /// <summary>The login's name.</summary>
    public string User => _context.Options.User;

    /// <summary>The login's password.</summary>
    public string Password => _context.Password;

    /// <summary>How many clients are connected.</summary>
    public int OpenConnections => _sessions.Count;

    /// <summary>A file with the authority's certificate (PEM), there until the endpoint is disposed. The server's own certificate where it has no known authority.</summary>
    public string AuthorityFile => _files.Authority;

    /// <summary>A file with the server's certificate (PEM), there until the endpoint is disposed.</summary>
    public string CertificateFile => _files.Certificate;

    /// <summary>A string with which Microsoft.Data.SqlClient 5.1 or later connects encrypted and validated, password and all.</summary>
    public string ConnectionString => new DbConnectionStringBuilder
    {
        ["Server"] = Server,
        ["User ID"] = User,
        ["Password"] = Password,
        ["Encrypt"] = _context.Options.ForceStrict ? "Strict" : "Mandatory",
        ["TrustServerCertificate"] = "False",
        ["ServerCertificate"] = CertificateFile,
    }.ConnectionString;

    /// <summary>Starts an endpoint. It listens when this returns.</summary>
    /// <param name="options">What it is to be; null for a good server.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SqlTlsException">The port is taken or none (SQLTLS3901), or a cipher list names nothing that is known (SQLTLS3902).</exception>
    public static async Task<TdsEndpoint> StartAsync(TdsEndpointOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TdsEndpointOptions();
        cancellationToken.ThrowIfCancellationRequested();
        // The port first: a taken one should not cost the making of a key.
        Socket listener = Listen(options);
        ServerCertificate? ownCertificate = null;
        try
        {
            ownCertificate = options.Certificate is null
                ? await Task.Run(() => ServerCertificate.Create(new CertificateOptions(LoopbackNames())), cancellationToken)
                : null;
            return new TdsEndpoint(listener, options, options.Certificate ?? ownCertificate!, ownCertificate);
        }
        catch
        {
            ownCertificate?.Dispose();
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        // What TLS could not be prepared from was said to every client that came; it keeps nobody from clearing away.
        await Task.WhenAll([_context.Tls, .. _sessions.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _ownCertificate?.Dispose();
        _files.Dispose();
    }

    /// <summary>Waits until handshakes can be made, which a listener does not.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Exception">They cannot: whatever .NET says of the certificate.</exception>
    internal Task TlsAsync(CancellationToken cancellationToken) => _context.Tls.WaitAsync(cancellationToken);

    /// <summary>The names of the certificate that an endpoint makes for itself.</summary>
    internal static IReadOnlyList<ServerName> LoopbackNames() =>
        [ServerName.Parse("localhost"), ServerName.Parse("127.0.0.1"), ServerName.Parse("::1")];

    /// <summary>A password that meets SQL Server's policy: upper and lower case, digits and signs.</summary>
    public static string RandomPassword() => StrongPassword.Make();

    internal static Socket Listen(TdsEndpointOptions options)
    {
        if (options.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new SqlTlsException(Failure.Input, EndpointCodes.Port, $"{options.Port} is no port.", "Name a port from 0 (any free one) to 65535.");
        }

        try
        {
            return options.Address.Equals(IPAddress.Loopback) ? ListenHere(options.Port) : Listen(options.Address, options.Port);
        }
        catch (SocketException exception)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                EndpointCodes.Port,
                $"Cannot listen on {options.Address}, port {options.Port}: {exception.Message}.",
                "Name another port, or 0 for any free one.",
                exception);
        }
    }

    // A machine may have IPv6 alone: its loopback address is then the other one.
    private static Socket ListenHere(int port)
    {
        try
        {
            return Listen(IPAddress.Loopback, port);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            return Listen(IPAddress.IPv6Loopback, port);
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(cancellationToken);
                Serve(socket, cancellationToken);
            }
            catch (SocketException) when (!cancellationToken.IsCancellationRequested)
            {
                // A client that went away in the backlog, or no descriptor left for it: the next one may fare better.
                await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Serve(Socket socket, CancellationToken cancellationToken)
    {
        int id = Interlocked.Increment(ref _lastSessionId);
        Task serving = ServeAsync(socket, id, cancellationToken);
        _sessions[id] = serving;
        _ = serving.ContinueWith(
            _ => _sessions.TryRemove(id, out Task? _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket, int id, CancellationToken cancellationToken)
    {
        await using var session = new TdsSession(socket, id, _context);
        await session.RunAsync(cancellationToken);
    }
}
