using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Docker.Tests;

/// <summary>The tests' engine, reached another way: through a socket that can be cut, or over TLS with a client certificate.</summary>
internal sealed class EngineProxy : IDisposable
{
    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly List<IDisposable> _connections = [];
    private readonly TemporaryFolder _folder = new();

    private EngineProxy(EndPoint? at, SslServerAuthenticationOptions? tls)
    {
        at ??= new UnixDomainSocketEndPoint(_folder.File("docker.sock"));
        _tls = tls;
        _listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(at);
        _listener.Listen();
        Host = at is UnixDomainSocketEndPoint ? $"unix://{_folder.File("docker.sock")}" : $"tcp://{_listener.LocalEndPoint}";
        _ = AcceptAsync();
    }

    /// <summary>What <c>DOCKER_HOST</c> calls it.</summary>
    public string Host { get; }

    public static EngineProxy Plain() => new(null, null);

    public static EngineProxy WithTls(CertificateChain chain)
    {
        using var bare = X509Certificate2.CreateFromPem(chain.Chain, chain.Key);
        X509Certificate2 leaf = X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
        X509Certificate2Collection issuers = [];
        issuers.ImportFromPem(chain.Chain);
        return new EngineProxy(new IPEndPoint(IPAddress.Loopback, 0), new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, issuers, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == leaf.Thumbprint,
        });
    }

    /// <summary>The engine goes away.</summary>
    public void Cut()
    {
        _listener.Dispose();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    public void Dispose()
    {
        Cut();
        _folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        try
        {
            string engine = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST")!).AbsolutePath;
            var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            lock (_connections)
            {
                _connections.AddRange([client, server]);
            }

            await server.ConnectAsync(new UnixDomainSocketEndPoint(engine));
            Stream outside = new NetworkStream(client, ownsSocket: true);
            if (_tls is not null)
            {
                var secured = new SslStream(outside);
                await secured.AuthenticateAsServerAsync(_tls);
                outside = secured;
            }

            await using var inside = new NetworkStream(server, ownsSocket: true);
            await using (outside)
            {
                await Task.WhenAny(outside.CopyToAsync(inside), inside.CopyToAsync(outside));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // Cut, or refused: the client's part of the test says so.
        }
    }
}
