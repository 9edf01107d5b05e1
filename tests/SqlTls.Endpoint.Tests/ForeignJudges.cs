using System.Globalization;
using SqlTls.Certificates;

namespace SqlTls.Endpoint.Tests;

public sealed class ForeignJudges : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Dump => _folder.File("freetds.log");

    public void Dispose() => _folder.Dispose();

    [RequiresFact("freetds")]
    public async Task FreeTDS_accepts_the_endpoint_with_its_authority()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });

        Tool tsql = await TsqlAsync(endpoint, endpoint.AuthorityFile);

        Assert.True(tsql.ExitCode == 0 && tsql.Output.Contains("TRUE", StringComparison.Ordinal), tsql.Everything);
    }

    [RequiresFact("freetds")]
    public async Task FreeTDS_refuses_the_endpoint_with_another_authority()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceEncryption = true });
        using var other = Authority.Create(CertificateOptions.For("other.invalid"));

        Tool tsql = await TsqlAsync(endpoint, _folder.Write("other.crt", other.Certificate.ExportCertificatePem()));

        Assert.True(tsql.ExitCode != 0, tsql.Everything);
        // tsql itself says only that the connection failed.
        Assert.Contains("handshake failed: Error in the certificate", await File.ReadAllTextAsync(Dump), StringComparison.Ordinal);
    }

    [RequiresFact("openssl")]
    public async Task OpenSSL_accepts_a_strict_endpoint_with_its_authority_and_its_name()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceStrict = true });

        Tool client = await SClientAsync(endpoint, endpoint.AuthorityFile, "localhost");

        Assert.True(client.ExitCode == 0, client.Everything);
        Assert.Contains("ALPN protocol: tds/8.0", client.Output, StringComparison.Ordinal);
    }

    [RequiresFact("openssl")]
    public async Task OpenSSL_refuses_a_strict_endpoint_for_another_name_and_another_authority()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceStrict = true });
        using var other = Authority.Create(CertificateOptions.For("other.invalid"));

        Tool wrongName = await SClientAsync(endpoint, endpoint.AuthorityFile, "other.invalid");
        Tool wrongAuthority = await SClientAsync(endpoint, _folder.Write("other.crt", other.Certificate.ExportCertificatePem()), "localhost");

        Assert.True(wrongName.ExitCode != 0, wrongName.Everything);
        Assert.Contains("hostname mismatch", wrongName.Everything, StringComparison.OrdinalIgnoreCase);
        Assert.True(wrongAuthority.ExitCode != 0, wrongAuthority.Everything);
        Assert.Contains("unable to get local issuer certificate", wrongAuthority.Everything, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<Tool> SClientAsync(TdsEndpoint endpoint, string authority, string name) => Tool.RunAsync(
        "openssl",
        ["s_client", "-connect", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{endpoint.Port}"), "-alpn", "tds/8.0", "-CAfile", authority, "-verify_return_error", "-verify_hostname", name, "-servername", name]);

    // The password goes through standard input, as tsql asks for it.
    private Task<Tool> TsqlAsync(TdsEndpoint endpoint, string authority)
    {
        string conf = _folder.Write("freetds.conf", $"""
            [global]
              tds version = 7.4
              encryption = require
              ca file = {authority}
              check certificate hostname = yes
            [endpoint]
              host = localhost
              port = {endpoint.Port}
            """);
        return Tool.RunAsync(
            "tsql",
            ["-S", "endpoint", "-U", endpoint.User, "-o", "q"],
            $"{endpoint.Password}\nSELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID\ngo\nexit\n",
            [new("FREETDSCONF", conf), new("FREETDS", conf), new("TDSDUMP", Dump)]);
    }
}
