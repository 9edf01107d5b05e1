using System.Data.Common;
using System.Net;
using SqlTls.Certificates;

namespace SqlTls.Endpoint.Scenarios;

/// <summary>A scenario that listens on the loopback address.</summary>
/// <example>
/// <code>
/// await using var server = await ScenarioServer.StartAsync(ScenarioCatalog.Named("expired"));
/// </code>
/// </example>
public sealed class ScenarioServer : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;
    private readonly ServerCertificate? _certificate;
    private readonly IPEndPoint _address;

    private ScenarioServer(Scenario scenario, IAsyncDisposable server, ServerCertificate? certificate, IPEndPoint address)
    {
        Scenario = scenario;
        _server = server;
        _certificate = certificate;
        _address = address;
    }

    /// <summary>What it plays.</summary>
    public Scenario Scenario { get; }

    /// <summary>Address and port as clients write them, such as <c>127.0.0.1,1433</c>.</summary>
    public string Server => $"{_address.Address},{_address.Port}";

    /// <summary>The port it listens on.</summary>
    public int Port => _address.Port;

    /// <summary>Full path of the certificate (PEM) of the authority that a client is to trust, there until this is disposed; empty for a peer that never shows one.</summary>
    public string AuthorityFile => Endpoint?.AuthorityFile ?? "";

    /// <summary>The authority that a client is to trust; null for a peer that never shows a certificate.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2? Authority => _certificate?.Authority;

    /// <summary>The thumbprint of the certificate that it presents; empty for a peer that never shows one.</summary>
    public string Thumbprint => _certificate?.Describe().Thumbprint ?? "";

    /// <summary>The login's name.</summary>
    public string User => Endpoint?.User ?? "sa";

    /// <summary>The login's password; empty for a peer that never asks.</summary>
    public string Password => Endpoint?.Password ?? "";

    /// <summary>A string with which Microsoft.Data.SqlClient encrypts and validates: where the authority is trusted, good servers let it in.</summary>
    public string ConnectionString
    {
        get
        {
            var builder = new DbConnectionStringBuilder
            {
                ["Server"] = Server,
                ["User ID"] = User,
                ["Password"] = Password,
                ["Encrypt"] = Scenario.Verdict == ScenarioVerdict.AcceptStrict ? "Strict" : "Mandatory",
                ["TrustServerCertificate"] = "False",
                ["Connect Timeout"] = "15",
            };
            if (Scenario.HostName is { } name)
            {
                builder["HostNameInCertificate"] = name;
            }

            return builder.ConnectionString;
        }
    }

    private TdsEndpoint? Endpoint => _server as TdsEndpoint;

    /// <summary>Starts a scenario. It listens when this returns.</summary>
    /// <param name="scenario">Which one.</param>
    /// <param name="port">The port, 0 to 65535; 0 takes a free one.</param>
    /// <param name="password">The login's password; null for a random one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SqlTlsException">The port is taken or none (SQLTLS3901).</exception>
    public static async Task<ScenarioServer> StartAsync(Scenario scenario, int port = 0, string? password = null, CancellationToken cancellationToken = default)
    {
        if (scenario.Behaviour is { } behaviour)
        {
            var peer = MisbehavingPeer.Start(port, behaviour);
            return new ScenarioServer(scenario, peer, null, peer.Address);
        }

        ServerCertificate certificate = await Task.Run(() => RecipeCertificates.Make(scenario.Certificate), cancellationToken);
        try
        {
            TdsEndpoint endpoint = await TdsEndpoint.StartAsync(scenario.Options with { Port = port, Certificate = certificate, Password = password }, cancellationToken);
            return new ScenarioServer(scenario, endpoint, certificate, endpoint.Address);
        }
        catch
        {
            certificate.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate?.Dispose();
    }
}
