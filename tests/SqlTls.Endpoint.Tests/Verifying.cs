using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Endpoint.Sessions;
using SqlTls.Provisioning;
using SqlTls.Tds;
using SqlTls.Verification;

namespace SqlTls.Endpoint.Tests;

public class Verifying
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_good_server_passes_every_check_that_applies()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });

        VerificationResult result = await VerifyAsync(endpoint, new VerificationRequest { ForceEncryption = true });

        Assert.All(result.Checks, check => Assert.True(check.Outcome == CheckOutcome.Passed, $"{check.Id}: {check.Message}"));
        Assert.Equal(11, result.Checks.Count);
    }

    [Fact]
    public async Task Another_certificate_than_the_configured_one_is_the_servers_fault()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        VerificationResult result = await VerifyAsync(endpoint, new VerificationRequest { ExpectedThumbprint = new string('0', 40) });

        Check check = Of(result, "certificate-presented");
        Assert.Equal(CheckOutcome.Failed, check.Outcome);
        Assert.Equal(endpoint.Certificate.Describe().Thumbprint, check.Evidence["thumbprint"]);
        Assert.NotNull(SetupProof.RefusalIn(result));
    }

    [Fact]
    public async Task A_server_without_encryption_fails_the_connection_and_skips_what_needs_a_certificate()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { SupportsEncryption = false });

        VerificationResult result = await VerifyAsync(endpoint, new VerificationRequest());

        Assert.Equal(
            [
                ("listening", CheckOutcome.Passed), ("certificate-presented", CheckOutcome.Failed), ("names-covered", CheckOutcome.Skipped),
                ("chain-sent", CheckOutcome.Skipped), ("encrypted-connection", CheckOutcome.Failed), ("strict-connection", CheckOutcome.Skipped),
            ],
            result.Checks.Take(6).Select(check => (check.Id, check.Outcome)));
        Assert.Contains("encrypt", Of(result, "encrypted-connection").Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(result.Passed);
    }

    [Fact]
    public async Task A_server_that_takes_strict_connections_alone_is_proved_by_them()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceStrict = true });

        VerificationResult result = await VerifyAsync(endpoint, new VerificationRequest { ForceStrict = true });

        Assert.Equal(CheckOutcome.Passed, Of(result, "strict-connection").Outcome);
        Assert.Equal(CheckOutcome.Skipped, Of(result, "encrypted-connection").Outcome);
        Assert.Equal(CheckOutcome.Passed, Of(result, "wrong-name-refused").Outcome);
        Assert.Equal(CheckOutcome.Passed, Of(result, "plaintext-refused").Outcome);
        Assert.True(result.Passed);
    }

    [Fact]
    public async Task A_wrong_name_is_refused_whatever_name_the_string_says_that_the_certificate_has()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        string text = $"Server={endpoint.Server};User ID={endpoint.User};Password={endpoint.Password};Encrypt=Mandatory;HostNameInCertificate=localhost";

        VerificationResult result = await VerifyAsync(endpoint, new VerificationRequest { ConnectionString = text });

        Assert.Equal(CheckOutcome.Passed, Of(result, "wrong-name-refused").Outcome);
        Assert.True(result.Passed);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_damaged_is_found_out_and_no_exception()
    {
        using ServerCertificate damaged = WithExtendedKeyUsage([5, 0]);
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = damaged });

        VerificationResult result = await Verifier.RunAsync(new VerificationRequest { Server = endpoint.Server, Timeout = TimeSpan.FromSeconds(5) }).WaitAsync(Hang);

        Assert.Contains(result.Probe.Findings, finding => finding.Code == CertificateCodes.ExtensionUnreadable);
        Assert.Equal(CheckOutcome.Failed, Of(result, "encrypted-connection").Outcome);
    }

    [Fact]
    public async Task A_silent_server_ends_within_the_time_limits()
    {
        await using Peer silent = Peer.Silent();

        VerificationResult result = await Verifier.RunAsync(new VerificationRequest { Server = silent.Server, Timeout = TimeSpan.FromSeconds(1) }).WaitAsync(Hang);

        Check listening = Of(result, "listening");
        Assert.Equal((CheckOutcome.Failed, "SQLTLS4204"), (listening.Outcome, listening.Evidence["diagnosis"]));
        Assert.DoesNotContain(result.Checks, check => check.Outcome == CheckOutcome.Passed);
    }

    [Fact]
    public async Task A_server_that_stalls_in_the_handshake_ends_within_the_time_limits()
    {
        byte[] preLogin = TdsMessage.Frame(PacketType.TabularResult, new PreLogin(new Version(16, 0, 1000), EncryptionOption.On).ToResponse(), TdsMessage.DefaultPacketSize);
        await using Peer stalling = Peer.Saying(preLogin);

        VerificationResult result = await Verifier.RunAsync(new VerificationRequest { Server = stalling.Server, Timeout = TimeSpan.FromSeconds(1) }).WaitAsync(Hang);

        Assert.Equal(CheckOutcome.Passed, Of(result, "listening").Outcome);
        Assert.Equal(CheckOutcome.Failed, Of(result, "encrypted-connection").Outcome);
        Assert.False(result.Passed);
    }

    [Fact]
    public async Task A_server_that_stalls_in_the_login_is_out_of_time()
    {
        using ServerCertificate certificate = ServerCertificate.Create(CertificateOptions.For("localhost", "127.0.0.1"));
        SslServerAuthenticationOptions options = (await ServerTls.PrepareAsync(certificate, new TdsEndpointOptions())).InTds!;
        byte[] preLogin = TdsMessage.Frame(PacketType.TabularResult, new PreLogin(new Version(16, 0, 1000), EncryptionOption.On).ToResponse(), TdsMessage.DefaultPacketSize);
        await using Peer stalling = Peer.Doing(async (stream, limit) =>
        {
            _ = await TdsMessage.ReadAsync(stream, PreLogin.Limit, limit);
            await stream.WriteAsync(preLogin, limit);
            await using var tls = new SslStream(new TlsInTdsStream(stream));
            try
            {
                await ServerTls.AuthenticateAsync(tls, options, limit);
                await Task.Delay(Timeout.Infinite, limit);
            }
            catch (AuthenticationException)
            {
                // A probe leaves in the middle.
            }
        });

        VerificationResult result = await Verifier.RunAsync(
            new VerificationRequest { Server = stalling.Server, User = "sa", Password = "secret", Authority = certificate.Authority, Timeout = TimeSpan.FromSeconds(2) }).WaitAsync(Hang);

        Check connection = Of(result, "encrypted-connection");
        Assert.Equal((CheckOutcome.Failed, VerificationCodes.TimedOut), (connection.Outcome, connection.Evidence.GetValueOrDefault("diagnosis")));
        Assert.Contains("did not finish the connection in time", connection.Message, StringComparison.Ordinal);
    }

    private static async Task<VerificationResult> VerifyAsync(TdsEndpoint endpoint, VerificationRequest request)
    {
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(endpoint.AuthorityFile);
        return await Verifier.RunAsync(request with { Server = endpoint.Server, User = endpoint.User, Password = endpoint.Password, Authority = authority }).WaitAsync(Hang);
    }

    private static ServerCertificate WithExtendedKeyUsage(byte[] value)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.37", value, critical: false));
        using X509Certificate2 own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return ServerCertificate.Bind(X509CertificateLoader.LoadCertificate(own.RawData), key, [], null);
    }

    private static Check Of(VerificationResult result, string id) => result.Checks.Single(check => check.Id == id);
}
