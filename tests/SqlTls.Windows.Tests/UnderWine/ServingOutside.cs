using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Settings;

namespace SqlTls.Windows.Tests.UnderWine;

/// <summary>
/// What serves for a stand-in service: Wine holds no private key, so the endpoint runs here, with the settings that the service read at its start,
/// until the service's process ends.
/// </summary>
internal sealed class ServingOutside : IAsyncDisposable
{
    private readonly TcpListener _orders = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<ServerCertificate> _installed;
    private readonly Func<TdsEndpointOptions, TdsEndpointOptions> _unlike;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    /// <param name="installed">The certificates that its service may name by their thumbprints.</param>
    /// <param name="unlike">What it does otherwise than its settings say; null where it obeys them.</param>
    public ServingOutside(IReadOnlyList<ServerCertificate> installed, Func<TdsEndpointOptions, TdsEndpointOptions>? unlike = null)
    {
        _installed = installed;
        _unlike = unlike ?? (options => options);
        Port = FreePort();
        _orders.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it serves.</summary>
    public int Port { get; }

    /// <summary>Where its service tells it to.</summary>
    public int OrdersPort => ((IPEndPoint)_orders.LocalEndpoint).Port;

    public string Password { get; } = TdsEndpoint.RandomPassword();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _orders.Dispose();
        _ending.Dispose();
    }

    // One after the other: a service that starts again finds its port free.
    private async Task ServeAsync()
    {
        while (true)
        {
            using TcpClient service = await _orders.AcceptTcpClientAsync(_ending.Token);
            using var words = new StreamReader(service.GetStream());
            var settings = JsonSerializer.Deserialize<TlsSettings>((await words.ReadLineAsync(_ending.Token))!)!;
            await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(Options(settings), _ending.Token);
            service.GetStream().WriteByte(1);
            _ = await words.ReadLineAsync(_ending.Token);
        }
    }

    private TdsEndpointOptions Options(TlsSettings settings) => _unlike(new TdsEndpointOptions
    {
        Port = Port,
        Password = Password,
        Certificate = _installed.SingleOrDefault(certificate => certificate.Describe().Thumbprint == settings.Thumbprint),
        ForceEncryption = settings.ForceEncryption == true,
        ForceStrict = settings.ForceStrict == true,
    });

    private static int FreePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return ((IPEndPoint)taken.LocalEndpoint).Port;
    }
}
