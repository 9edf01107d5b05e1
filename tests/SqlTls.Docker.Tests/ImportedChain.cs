using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Provisioning;
using SqlTls.Verification;

namespace SqlTls.Docker.Tests;

public sealed class ImportedChain : IDisposable
{
    private const string SystemTrust = "STANDIN_SYSTEM_TRUST=/etc/ssl/certs/ca-certificates.crt";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresTheory("docker")]
    [InlineData(null, false)]
    [InlineData("0:0", true)]
    public async Task Of_a_root_and_two_intermediates_is_sent_and_goes_again_with_down(string? user, bool strict)
    {
        await using Server server = await Server.StartAsync(user: user);
        using ServerCertificate certificate = Import();
        string before = await TrustedAsync(server);

        ProvisionResult up = await server.UpAsync(Server.Forced with { Source = new CertificateSource.Imported(certificate), ForceStrict = strict });

        VerificationResult proof = await Server.VerifyAsync(up.State);
        Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
        Assert.Equal(3, proof.Probe.Chain.Count);
        Assert.Equal(2, up.State.Certificate!.Intermediates.Count);
        Assert.Equal("6", await server.RunAsync("find /var/opt/mssql/security/ca-certificates /usr/local/share/ca-certificates -name '*.crt' | wc -l"));
        await server.DownAsync();
        Assert.Equal(before, await TrustedAsync(server));
    }

    [RequiresFact("docker")]
    public async Task Is_left_alone_by_a_second_run()
    {
        await using Server server = await Server.StartAsync();
        using ServerCertificate certificate = Import();
        TlsRequest request = Server.Forced with { Source = new CertificateSource.Imported(certificate) };
        await server.UpAsync(request);

        ProvisionResult second = await server.UpAsync(request);

        Assert.False(second.Changed);
    }

    [RequiresFact("docker")]
    public async Task Keeps_its_key_where_a_later_run_that_installs_it_again_is_put_back()
    {
        await using Server server = await Server.StartAsync();
        using ServerCertificate certificate = Import();
        TlsRequest request = Server.Forced with { Source = new CertificateSource.Imported(certificate) };
        ProvisionResult up = await server.UpAsync(request);
        Finding no = new("SQLTLS4002", Severity.Error, "The test says so.", "");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => server.WithAsync(provisioner =>
            provisioner.UpAsync(request with { ForceStrict = true }, (_, _) => Task.FromResult<Finding?>(no), CancellationToken.None)));

        Assert.Equal(Failure.RolledBack, refused.Failure);
        Assert.Equal("10001:0 400", await server.RunAsync($"stat -c '%u:%g %a' {up.State.Settings.KeyFile}"));
        ProvisionResult again = await server.UpAsync(request);
        Assert.False(again.Changed);
        Assert.True((await Server.VerifyAsync(again.State)).Passed);
    }

    [RequiresFact("docker")]
    public async Task Takes_the_place_of_the_one_before_with_all_that_was_trusted_and_noted_for_it()
    {
        await using Server server = await Server.StartAsync();
        using ServerCertificate first = Import();
        using ServerCertificate second = Import();
        string before = await TrustedAsync(server);
        await server.UpAsync(Server.Forced with { Source = new CertificateSource.Imported(first) });

        await server.UpAsync(Server.Forced with { Source = new CertificateSource.Imported(second) });

        string present = await server.RunAsync("ls /var/opt/mssql/tls /var/opt/mssql/security/ca-certificates /usr/local/share/ca-certificates; cat /var/opt/mssql/tls/sqltls.json");
        Assert.Contains(second.Describe().Thumbprint, present);
        Assert.DoesNotContain(first.Describe().Thumbprint, present);
        await server.DownAsync();
        Assert.Equal(before, await TrustedAsync(server));
    }

    [RequiresFact("docker")]
    public async Task Is_sent_from_the_first_start_of_a_new_server_that_asks_the_systems_store_alone()
    {
        string name = $"sqltls-test-{Guid.NewGuid():N}";
        string image = $"{name}:test";
        string bare = (await Server.Docker("create", "sqltls/standin:test")).Output.Trim();
        await Server.Docker("commit", "--change", $"ENV {SystemTrust}", bare, image);
        try
        {
            Tool up = await Programs.SqltlsAsync(
                ["up", "--image", image, "--name", name, "--accept-eula", "--publish", "0", "--output", _folder.File("out"), "--json", .. Corporate(CertificateChain.Make())]);

            Assert.True(up.ExitCode == 0, up.Everything);
            AssertSent(up);
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", bare, name);
            await Server.Docker("rmi", image);
        }
    }

    [RequiresFact("docker")]
    public async Task Is_sent_by_a_stopped_server_that_asks_the_systems_store_alone_and_goes_from_it_while_that_is_stopped_again()
    {
        string id = (await Server.Docker(
            "create", "-p", "127.0.0.1::1433", "-e", SystemTrust, "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={Server.Password}", "sqltls/standin:test")).Output.Trim();
        try
        {
            string before = await BundleAsync(id);

            Tool up = await Programs.SqltlsAsync(["up", "--container", id, "--output", _folder.File("out"), "--json", .. Corporate(CertificateChain.Make())]);
            string during = await BundleAsync(id);
            await Server.Docker("stop", id);
            Tool down = await Programs.SqltlsAsync(["down", "--container", id, "--output", _folder.File("out")]);

            Assert.True(up.ExitCode == 0, up.Everything);
            AssertSent(up);
            Assert.True(down.ExitCode == 0, down.Everything);
            Assert.NotEqual(before, during);
            Assert.Equal(before, await BundleAsync(id));
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id);
        }
    }

    private static void AssertSent(Tool up)
    {
        using var report = JsonDocument.Parse(up.Output);
        JsonElement check = report.RootElement.GetProperty("checks").EnumerateArray().Single(each => each.GetProperty("id").GetString() == "chain-sent");
        Assert.Equal("passed", check.GetProperty("outcome").GetString());
    }

    private string[] Corporate(CertificateChain chain) =>
        ["--certificate", _folder.Write("corp.crt", chain.Chain), "--key", _folder.Write("corp.key", chain.Key), "--authority", _folder.Write("root.crt", chain.Root)];

    private async Task<string> BundleAsync(string id)
    {
        Tool copy = await Server.Docker("cp", $"{id}:/etc/ssl/certs/ca-certificates.crt", _folder.File("bundle"));
        Assert.True(copy.ExitCode == 0, copy.Everything);
        return await File.ReadAllTextAsync(_folder.File("bundle"));
    }

    // The system's store too: what update-ca-certificates made of it, the links as well.
    private static Task<string> TrustedAsync(Server server) =>
        server.RunAsync("find /var/opt/mssql/security /usr/local/share/ca-certificates -name '*.crt'; ls /etc/ssl/certs | sha256sum; sha256sum </etc/ssl/certs/ca-certificates.crt");

    private ServerCertificate Import()
    {
        var chain = CertificateChain.Make();
        using var root = X509Certificate2.CreateFromPem(chain.Root);
        return CertificateImport.Read(_folder.Write("corp.crt", chain.Chain), _folder.Write("corp.key", chain.Key), null, X509CertificateLoader.LoadCertificate(root.RawData));
    }
}
