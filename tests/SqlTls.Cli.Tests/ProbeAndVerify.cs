using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests;

public class ProbeAndVerify
{
    [Fact]
    public async Task A_good_server_has_no_error_when_its_authority_is_trusted()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("probe", endpoint.Server, "--authority", endpoint.AuthorityFile, "--json");

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(0, run.ExitCode);
        Assert.True(report.RootElement.GetProperty("reachable").GetBoolean());
        Assert.True(report.RootElement.GetProperty("strict").GetBoolean());
        Assert.Equal("on", report.RootElement.GetProperty("encryption").GetString());
        JsonElement protocols = report.RootElement.GetProperty("protocols");
        Assert.True(protocols.GetProperty("tls1.2").GetBoolean());
        Assert.True(protocols.GetProperty("tls1.3").GetBoolean());
        Assert.False(protocols.GetProperty("tls1.0").GetBoolean());
        Assert.Equal(endpoint.Certificate.Describe().Thumbprint, report.RootElement.GetProperty("certificate").GetProperty("thumbprint").GetString());
    }

    [Fact]
    public async Task An_authority_that_is_not_trusted_is_an_error_with_its_cure()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("probe", endpoint.Server);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error SQLTLS4209:", run.Output);
        Assert.Contains("--authority", run.Output);
    }

    [Fact]
    public async Task What_a_certificate_says_moves_no_cursor_and_starts_no_line()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=\"evil\u001b[31m\n::error::x\"", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 leaf = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var folder = new TemporaryFolder();
        string file = folder.Write("evil.crt", leaf.ExportCertificatePem());
        using ServerCertificate certificate = CertificateImport.Read(file, folder.Write("evil.key", key.ExportPkcs8PrivateKeyPem()), null);
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = certificate });

        Cli probe = await Cli.RunAsync("probe", endpoint.Server, "--authority", file);
        Cli verify = await Cli.RunAsync("verify", "--server", endpoint.Server, "--authority", file);
        Cli check = await Cli.RunAsync("certificate", "check", file);

        Assert.All([probe, verify, check], run =>
        {
            Assert.DoesNotContain('\u001b', run.Output + run.Error);
            Assert.DoesNotContain("\n::error::", run.Output + run.Error);
        });
        Assert.Contains("evil?[31m?::error::x", probe.Output);
        Assert.Contains("evil?[31m?::error::x", check.Output);
    }

    [Fact]
    public async Task Encryption_that_is_forced_shows_as_required()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });

        Cli run = await Cli.RunAsync("probe", endpoint.Server, "--authority", endpoint.AuthorityFile, "--format", "ndjson");

        Assert.Contains("\"encryption\":\"required\"", run.Output);
        _ = Assert.Single(run.Output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Where_nothing_listens_there_is_a_finding_and_no_stack_trace()
    {
        Cli run = await Cli.RunAsync("probe", "127.0.0.1,1", "--timeout", "2");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("SQLTLS4202", run.Output);
        Assert.DoesNotContain("   at ", run.Output + run.Error);
    }

    [Theory]
    [InlineData("localhost,0")]
    [InlineData("localhost,65536")]
    [InlineData("localhost,one")]
    [InlineData("two words")]
    [InlineData("host\\")]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        Cli run = await Cli.RunAsync("probe", address);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS4201", run.Error);
    }

    [Fact]
    public async Task Verify_passes_with_the_authority_and_the_password()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunWithAsync(
            name => name == "SQLTLS_PASSWORD" ? endpoint.Password : null, "verify", "--server", endpoint.Server, "--authority", endpoint.AuthorityFile);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("FAILED", run.Output);
    }

    [Fact]
    public async Task Verify_without_a_password_takes_a_validated_handshake_for_proof()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("verify", "--server", endpoint.Server, "--authority", endpoint.AuthorityFile, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("refused, 18456", run.Output);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("30", 1)]
    public async Task Verify_fails_where_the_certificate_is_to_be_renewed(string days, int exitCode)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("verify", "--server", endpoint.Server, "--authority", endpoint.AuthorityFile, "--renew-before", days);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task Verify_names_the_untrusted_authority_as_the_cause()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunAsync("verify", "--server", endpoint.Server, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("SQLTLS4101", run.Output);
        Assert.DoesNotContain("\"message\": \"The connection failed", run.Output);
    }

    [Fact]
    public async Task Verify_fails_a_connection_string_that_switches_validation_off()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunWithInputAsync(
            $"Server={endpoint.Server};User ID={endpoint.User};Password={endpoint.Password};Encrypt=true;TrustServerCertificate=true",
            "verify",
            "--connection-string-stdin",
            "--authority",
            endpoint.AuthorityFile);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TrustServerCertificate=true", run.Output);
        Assert.DoesNotContain(endpoint.Password, run.Output + run.Error);
    }

    [Fact]
    public async Task Verify_passes_a_connection_string_that_validates()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Cli run = await Cli.RunWithInputAsync(endpoint.ConnectionString, "verify", "--connection-string-stdin", "--authority", endpoint.AuthorityFile);

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Verify_wants_a_server_or_a_connection_string()
    {
        Cli run = await Cli.RunAsync("verify");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--connection-string-stdin", run.Error);
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_parsed_is_refused_and_not_repeated()
    {
        Cli run = await Cli.RunWithInputAsync("Server=localhost;Password=Canary-77;Encrypt", "verify", "--connection-string-stdin");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS4116", run.Error);
        Assert.DoesNotContain("Canary", run.Output + run.Error);
    }
}
