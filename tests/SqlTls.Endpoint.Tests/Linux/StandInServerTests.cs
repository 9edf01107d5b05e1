using SqlTls.Certificates;
using SqlTls.Endpoint.Linux;
using SqlTls.Probing;

namespace SqlTls.Endpoint.Tests.Linux;

/// <summary>The stand-in starts, and fails to start, as SQL Server on Linux does, and its error log says so in SQL Server's words.</summary>
public sealed class StandInServerTests : IDisposable
{
    private const string Key = "/var/opt/mssql/tls/server.key";
    private const string Certificate = "/var/opt/mssql/tls/server.crt";
    private const string Configured = $"[network]\ntlscert = {Certificate}\ntlskey = {Key}\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("localhost", "127.0.0.1"));

    private string Log => File.ReadAllText(_folder.File("log/errorlog"));

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_that_is_loaded_is_named_in_the_log()
    {
        WriteCertificate();

        await using StandInServer server = await StartAsync(Configured);

        Assert.Equal(_certificate.Describe().Thumbprint, server.Endpoint.Certificate.Describe().Thumbprint);
        string log = ReadOpenLog();
        Assert.Contains($"The certificate [Certificate File:'{Certificate}', Private Key File:'{Key}'] was successfully loaded for encryption.", log, StringComparison.Ordinal);
        Assert.Contains("SQL Server is now ready for client connections.", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "Error: 26014,", "The server will not accept a connection.")]
    [InlineData("1", "Error: 26015,", "Because connection encryption is required, the server will not be able to accept any connections.")]
    public async Task A_certificate_that_cannot_be_loaded_is_an_error_by_whether_encryption_is_forced(string force, string number, string words)
    {
        WriteCertificate();
        _ = _folder.Write("tls/server.crt", "no certificate");

        await FailsAsync($"{Configured}forceencryption = {force}\n");

        Assert.Contains(number, Log, StringComparison.Ordinal);
        Assert.Contains(words, Log, StringComparison.Ordinal);
        Assert.Contains("Error: 17182,", Log, StringComparison.Ordinal);
        Assert.Contains("Error: 17826,", Log, StringComparison.Ordinal);
        Assert.Contains("Error: 17120,", Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ready for client connections", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_a_matter_of_permissions()
    {
        WriteCertificate();
        File.Delete(_folder.File("tls/server.key"));

        await FailsAsync(Configured);

        Assert.Contains("Unable to open certificate file using correct permissions.", Log, StringComparison.Ordinal);
        Assert.Contains("Error: 26014,", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_right_after_one_another_have_logs_that_begin_differently()
    {
        var beginnings = new HashSet<string>();
        for (int start = 0; start < 5; start++)
        {
            await FailsAsync(Configured);
            beginnings.Add(Log.Split('\n')[0]);
        }

        Assert.Equal(5, beginnings.Count);
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_refused()
    {
        using ServerCertificate other = ServerCertificate.Create(CertificateOptions.For("localhost"));
        WriteCertificate();
        _ = _folder.Write("tls/server.key", other.KeyPem());

        await FailsAsync(Configured);

        Assert.Contains("Error: 26014,", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_certificate_it_makes_one_for_itself_that_the_probe_knows()
    {
        await using StandInServer server = await StartAsync("");

        ProbeResult probe = await ProbeAsync(server);

        Assert.Equal((ProbeCodes.FallbackCertificate, Severity.Error), (probe.Findings[0].Code, probe.Findings[0].Severity));
        Assert.Contains("A self-generated certificate was successfully loaded for encryption.", ReadOpenLog(), StringComparison.Ordinal);
        Assert.False(probe.Strict);
    }

    [Fact]
    public async Task A_byte_order_mark_makes_it_ignore_every_setting_and_say_nothing()
    {
        WriteCertificate();

        await using StandInServer server = await StartAsync("\uFEFF" + Configured + "forceencryption = nonsense\n");

        Assert.DoesNotContain(Certificate, ReadOpenLog(), StringComparison.Ordinal);
        Assert.Contains("self-generated", ReadOpenLog(), StringComparison.Ordinal);
    }

    [RequiresFact("linux")]
    public async Task A_cipher_that_is_chosen_is_what_a_client_gets()
    {
        WriteCertificate();
        const string Chosen = "ECDHE-RSA-AES128-GCM-SHA256";

        await using StandInServer any = await StartAsync($"{Configured}tlsprotocols = 1.2\n");
        string? byDefault = (await ProbeAsync(any)).Cipher;
        await using StandInServer one = await StartAsync($"{Configured}tlsprotocols = 1.2\ntlsciphers = {Chosen}\n");
        string? chosen = (await ProbeAsync(one)).Cipher;

        Assert.NotEqual("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", byDefault);
        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", chosen);
    }

    [RequiresTheory("linux")]
    [InlineData("tlsciphers = NONSENSE", "NONSENSE")]
    [InlineData("tlsprotocols = 9.9", "9.9")]
    [InlineData("forceencryption = perhaps", "perhaps")]
    public async Task A_setting_that_makes_no_sense_is_a_failed_start_that_names_it(string setting, string word)
    {
        WriteCertificate();

        SqlTlsException error = await FailsAsync($"{Configured}{setting}\n");

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains(word, Log, StringComparison.Ordinal);
        Assert.Contains("Error: 17182,", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_a_start_gets_the_cancellation_and_no_failed_start()
    {
        WriteCertificate();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StartAsync(Configured, new CancellationToken(canceled: true)));

        Assert.DoesNotContain("17182", Log, StringComparison.Ordinal);
    }

    private static Task<ProbeResult> ProbeAsync(StandInServer server) =>
        TlsProbe.RunAsync(new ProbeRequest(ServerAddress.Parse(server.Endpoint.Server), [], [], TimeSpan.FromSeconds(10)));

    private Task<StandInServer> StartAsync(string conf, CancellationToken cancellationToken = default)
    {
        _ = _folder.Write("mssql.conf", conf);
        return StandInServer.StartAsync(new StandInOptions(_folder.Path), cancellationToken);
    }

    private async Task<SqlTlsException> FailsAsync(string conf)
    {
        SqlTlsException error = await Assert.ThrowsAsync<SqlTlsException>(() => StartAsync(conf));

        Assert.Equal((EndpointCodes.Start, Failure.Surroundings), (error.Code, error.Failure));
        return error;
    }

    private void WriteCertificate()
    {
        _ = _folder.Write("tls/server.crt", _certificate.Leaf.ExportCertificatePem());
        _ = _folder.Write("tls/server.key", _certificate.KeyPem());
    }

    // The server still writes to it.
    private string ReadOpenLog()
    {
        using var stream = new FileStream(_folder.File("log/errorlog"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
