using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using CsCheck;
using SqlTls.Certificates;
using SqlTls.Endpoint.Sessions;
using SqlTls.Tds;
using SqlTls.Tests.Fuzzing;
using SqlTls.Tests.Tds;

namespace SqlTls.Endpoint.Tests.Fuzzing;

/// <summary>The TLS-in-TDS stream below an SslStream, on both sides, and the endpoint as a whole.</summary>
public sealed class Handshakes : IDisposable
{
    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("localhost"));

    private byte[] ClientHelloInTds => TdsMessage.Frame(PacketType.PreLogin, ClientHello.Create(TlsVersion.Tls12, "localhost", strict: false), TdsMessage.DefaultPacketSize);

    private SslServerAuthenticationOptions Options => ServerTls.PrepareAsync(_certificate, new TdsEndpointOptions()).GetAwaiter().GetResult().InTds!;

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public void The_servers_side_reads_or_refuses_what_clients_say()
    {
        SslServerAuthenticationOptions options = Options;

        Fuzz(ClientHelloInTds, async wire =>
        {
            await using var tls = new SslStream(new TlsInTdsStream(wire));
            await ServerTls.AuthenticateAsync(tls, options, CancellationToken.None);
        });
    }

    [Fact]
    public void The_clients_side_reads_or_refuses_what_servers_say()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };

        Fuzz(ServerFlightInTds(), async wire =>
        {
            await using var tls = new SslStream(new TlsInTdsStream(wire));
            await tls.AuthenticateAsClientAsync(options);
        });
    }

    [Fact]
    public async Task An_endpoint_goes_on_serving_after_clients_that_mean_ill()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        byte[] preLogin = TdsMessage.Frame(PacketType.PreLogin, new PreLogin(new Version(7, 1), EncryptionOption.On).ToRequest(), TdsMessage.DefaultPacketSize);
        var random = new PCG(1, (ulong)Cases.Seed);
        Gen<byte[]> clients = Gen.OneOf(Damaged.Bytes, Damaged.Of(preLogin), Damaged.Of(ClientHelloInTds).Select(hello => (byte[])[.. preLogin, .. hello]));

        for (int i = 0; i < Cases.Count * 3 / 100; i++)
        {
            await SayAsync(endpoint.Address, clients.Generate(random, null, out _));
        }

        await using var connection = new Microsoft.Data.SqlClient.SqlConnection(endpoint.ConnectionString);
        await connection.OpenAsync();
    }

    private byte[] ServerFlightInTds()
    {
        var wire = new OneWay(ClientHelloInTds);
        using var tls = new SslStream(new TlsInTdsStream(wire));
        // It answers with its whole flight, and then finds that the client has gone.
        _ = Assert.ThrowsAny<Exception>(() => tls.AuthenticateAsServerAsync(Options).GetAwaiter().GetResult());
        Assert.True(wire.Said.Length > 500, "The server said no flight.");
        return wire.Said;
    }

    private static void Fuzz(byte[] good, Func<OneWay, Task> handshake) => Cases.Run(
        Gen.OneOf(Damaged.Bytes, Damaged.Of(good), Damaged.Bytes.Select(bytes => TdsMessage.Frame(PacketType.PreLogin, bytes, 512))),
        bytes => handshake(new OneWay(bytes)).GetAwaiter().GetResult(),
        exception => exception is IOException or AuthenticationException,
        Convert.ToHexString);

    private static async Task SayAsync(IPEndPoint address, byte[] words)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address);
        try
        {
            await client.GetStream().WriteAsync(words);
        }
        catch (IOException)
        {
            // It was cut off in the middle.
        }
    }
}
