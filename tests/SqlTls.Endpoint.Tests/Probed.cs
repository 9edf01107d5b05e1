using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Probing;

namespace SqlTls.Endpoint.Tests;

/// <summary>Servers that work, and what a probe finds of them all the same.</summary>
public class Probed
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task That_clients_without_encryption_are_let_in_is_a_note(bool forceEncryption, bool isNoted)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = forceEncryption });

        ProbeResult probe = await ProbeAsync(endpoint);

        Assert.Equal(isNoted ? [(ProbeCodes.PlaintextAccepted, Severity.Note)] : [], probe.Findings.Select(finding => (finding.Code, finding.Severity)));
    }

    [RequiresFact("linux")]
    public async Task That_old_TLS_is_accepted_beside_the_new_is_a_warning_that_names_the_versions()
    {
#pragma warning disable SYSLIB0039, CA5397 // Old versions are the point.
        const SslProtocols All = SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12;
#pragma warning restore SYSLIB0039, CA5397
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true, TlsProtocols = All, AllowsWeakTls = true });

        ProbeResult probe = await ProbeAsync(endpoint);

        Finding finding = Assert.Single(probe.Findings);
        Assert.Equal((ProbeCodes.OldTls, Severity.Warning, "The server accepts TLS 1.0 and TLS 1.1."), (finding.Code, finding.Severity, finding.Message));
        Assert.Equal(new TlsSupport(true, true, true, false), probe.Protocols);
    }

    private static async Task<ProbeResult> ProbeAsync(TdsEndpoint endpoint)
    {
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(endpoint.AuthorityFile);
        return await TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(endpoint.Server), [], [authority], TimeSpan.FromSeconds(10)));
    }
}
