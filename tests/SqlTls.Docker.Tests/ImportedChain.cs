using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Provisioning;
using SqlTls.Verification;

namespace SqlTls.Docker.Tests;

public sealed class ImportedChain : IDisposable
{
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
