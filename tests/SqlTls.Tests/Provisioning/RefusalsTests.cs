using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Trust;

namespace SqlTls.Tests.Provisioning;

/// <summary>What is refused before a server is touched.</summary>
public sealed class RefusalsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _server = ServerCertificate.Create(CertificateOptions.For("db"));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_server_that_runs_for_months_needs_a_lifetime_that_was_said()
    {
        SqlTlsException refused = await PlanFailsAsync(new MemoryInstance { RunsForMonths = true }, new CertificateSource.Made());

        Assert.Equal((Failure.Input, InstanceCodes.DaysNotSaid), (refused.Failure, refused.Code));
        Assert.Contains("--days", refused.Cure);
    }

    [Fact]
    public async Task A_lifetime_that_was_said_is_enough() =>
        Assert.True((await TlsSetup.PlanAsync(new MemoryInstance { RunsForMonths = true }, Request(new CertificateSource.Made(90)))).NewCertificate);

    [Fact]
    public async Task A_version_that_cannot_force_strict_connections_is_told_with_its_number()
    {
        var instance = new MemoryInstance();
        instance.State = instance.State with { Version = new Version(16, 0, 1000, 6) };
        SetupRequest request = Request(new CertificateSource.Made());

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => TlsSetup.PlanAsync(instance, request with { Tls = request.Tls with { ForceStrict = true } }));

        Assert.Equal((Failure.Input, InstanceCodes.StrictTooOld), (refused.Failure, refused.Code));
        Assert.StartsWith("db runs SQL Server 16.0.1000.6", refused.Message);
    }

    [Fact]
    public async Task A_thumbprint_of_a_store_that_the_server_has_not_is_refused()
    {
        SqlTlsException refused = await PlanFailsAsync(new MemoryInstance(), new CertificateSource.Installed(new string('a', 40)));

        Assert.Equal((Failure.Input, InstanceCodes.Target), (refused.Failure, refused.Code));
    }

    [Fact]
    public async Task A_version_that_cannot_force_strict_connections_is_told_before_anything_is_made()
    {
        var instance = new MemoryInstance();
        instance.State = instance.State with { Version = new Version(16, 0, 1000, 6) };

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() =>
            new Provisioner(instance).UpAsync(new TlsRequest(new CertificateSource.Made()) { ForceStrict = true }, (_, _) => Task.FromResult<Finding?>(null), default));

        Assert.Equal(InstanceCodes.StrictTooOld, refused.Code);
        Assert.False(instance.IsPrepared);
    }

    [Theory]
    [InlineData(null, 7)]
    [InlineData(1, 1)]
    [InlineData(30, 31)]
    public async Task A_lifetime_that_ends_before_its_renewal_is_due_is_refused(int? days, int renewBefore)
    {
        SetupRequest request = Request(new CertificateSource.Made(days));

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() =>
            TlsSetup.PlanAsync(new MemoryInstance(), request with { Tls = request.Tls with { RenewBefore = TimeSpan.FromDays(renewBefore) } }));

        Assert.Equal((Failure.Input, CertificateCodes.Days), (refused.Failure, refused.Code));
        Assert.Contains("--renew-before", refused.Cure);
    }

    [Fact]
    public async Task A_certificate_that_lacks_a_name_is_refused()
    {
        SetupRequest request = Request(new CertificateSource.Imported(_server));

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() =>
            TlsSetup.PlanAsync(new MemoryInstance(), request with { Tls = request.Tls with { Names = [ServerName.Parse("other")] } }));

        Assert.Equal(Failure.Input, refused.Failure);
        Assert.Contains("other", refused.Message);
    }

    [Fact]
    public async Task A_plan_with_trust_ends_with_whom_it_lets_trust()
    {
        Plan plan = await TlsSetup.PlanAsync(new MemoryInstance(), Request(new CertificateSource.Made()) with { Trust = TrustScope.User });

        Assert.Equal(new PlanStep("trust", "let clients trust the certificate's authority, scope user"), plan.Steps[^1]);
    }

    [Fact]
    public void A_machine_is_not_let_trust_a_certificate_that_is_no_authority()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=db", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 alone = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        var source = new CertificateSource.Imported(CertificateImport.Read(_folder.Write("a.crt", alone.ExportCertificatePem()), _folder.Write("a.key", key.ExportPkcs8PrivateKeyPem()), null));

        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => ClientTrust.RefuseUnfit(source, TrustScope.Machine));

        Assert.Equal((Failure.Input, TrustCodes.NoAuthority), (refused.Failure, refused.Code));
        ClientTrust.RefuseUnfit(source, TrustScope.Machine, isForced: true);
        ClientTrust.RefuseUnfit(source, TrustScope.User);
        ClientTrust.RefuseUnfit(source, null);
    }

    [Fact]
    public async Task A_certificate_whose_issuer_is_not_known_is_refused_where_clients_are_to_trust_it()
    {
        var chain = CertificateChain.Make();
        using ServerCertificate given = CertificateImport.Read(_folder.Write("a.crt", chain.Chain), _folder.Write("a.key", chain.Key), null);
        SetupRequest request = Request(new CertificateSource.Imported(given));

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => TlsSetup.PlanAsync(new MemoryInstance(), request with { Trust = TrustScope.Step }));

        Assert.Equal((Failure.Input, TrustCodes.NoAuthority), (refused.Failure, refused.Code));
        Assert.Contains("--authority FILE", refused.Cure);
        Assert.True((await TlsSetup.PlanAsync(new MemoryInstance(), request)).NewCertificate);
    }

    [Fact]
    public async Task An_issuer_that_is_not_known_is_not_trusted()
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => ClientTrust.AddAsync(new StepTrust(_folder.Path, _ => null), null, null, false, default));

        Assert.Equal((Failure.Input, TrustCodes.NoAuthority), (refused.Failure, refused.Code));
        Assert.Contains("sqltls trust add", refused.Cure);
    }

    [Fact]
    public async Task The_authority_of_the_run_before_is_trusted_no_longer()
    {
        using ServerCertificate next = ServerCertificate.Create(CertificateOptions.For("db"));
        var store = new StepTrust(_folder.File("trust"), _ => null);
        Assert.True(await ClientTrust.AddAsync(store, _server.Authority, null, false, default));

        Assert.True(await ClientTrust.AddAsync(store, next.Authority, _server.Authority!.Thumbprint, false, default));

        Assert.Equal(next.Authority!.Thumbprint, Assert.Single(await store.ListAsync()).Thumbprint, ignoreCase: true);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_nobodys_authority()
    {
        _folder.Write(OutputFiles.Authority, "mine");

        Assert.Null(ClientTrust.ReadAuthority(_folder.Path));
    }

    private static Task<SqlTlsException> PlanFailsAsync(MemoryInstance instance, CertificateSource source) =>
        Assert.ThrowsAsync<SqlTlsException>(() => TlsSetup.PlanAsync(instance, Request(source)));

    private static SetupRequest Request(CertificateSource source) => new(new TlsRequest(source), Path.Combine(Path.GetTempPath(), "sqltls-never-made"));
}
