using System.Collections.Concurrent;
using System.Net;
using SqlTls.Certificates;
using SqlTls.Probing;

namespace SqlTls.Endpoint.Tests;

/// <summary>An endpoint listens before its TLS is prepared: that this fails is said to whoever comes, and keeps nobody from ending it.</summary>
public sealed class UnusableCertificates : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("localhost"));

    // A certificate that is gone is one with which no handshake can be made.
    public UnusableCertificates() => _certificate.Leaf.Dispose();

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Turn_clients_away_with_a_line_in_the_log_and_the_endpoint_still_ends()
    {
        var log = new ConcurrentQueue<string>();
        TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = _certificate, Log = log.Enqueue });

        ProbeResult probe = await TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(endpoint.Server), [], [], TimeSpan.FromSeconds(5))).WaitAsync(Hang);
        IPEndPoint address = endpoint.Address;
        await endpoint.DisposeAsync().AsTask().WaitAsync(Hang);

        Assert.Equal(ProbeCodes.Interrupted, probe.Findings[0].Code);
        Assert.Contains(log, line => line.StartsWith("The connection was closed by an error of this server: ", StringComparison.Ordinal));
        // All is released: another one can have the port.
        await using TdsEndpoint next = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Port = address.Port });
    }
}
