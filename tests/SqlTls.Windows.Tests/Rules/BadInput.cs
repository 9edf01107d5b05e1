using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;
using SqlTls.Windows.Rig.Doubles;

namespace SqlTls.Windows.Tests.Rules;

public sealed class BadInput : IDisposable
{
    private const string Id = "MSSQL16.SQL2022";
    private readonly Machine _machine = new();
    private readonly MemoryService _service;

    public BadInput() => _service = _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public Task A_thumbprint_that_is_not_installed() => RefusedAsync(WindowsCodes.NotInstalled, Failure.Input, new string('a', 40));

    [Fact]
    public Task A_certificate_without_its_key() =>
        RefusedAsync(CertificateCodes.KeyMissing, Failure.Input, _machine.Certificates.Put(Machine.Certificate("db").Leaf, hasKey: false));

    [Fact]
    public Task A_key_that_may_only_sign() =>
        RefusedAsync(CertificateCodes.SignatureOnlyKey, Failure.Input, _machine.Certificates.Put(Machine.Certificate("db").Leaf, KeyStorage.LegacySignature));

    [Fact]
    public Task A_certificate_that_has_expired() =>
        RefusedAsync(CertificateCodes.Expired, Failure.Input, _machine.Certificates.Put(Signed(server: true, DateTimeOffset.UtcNow.AddDays(-1))));

    [Fact]
    public Task A_certificate_without_Server_Authentication() =>
        RefusedAsync(CertificateCodes.NoServerAuthentication, Failure.Input, _machine.Certificates.Put(Signed(server: false, DateTimeOffset.UtcNow.AddDays(9))));

    [Fact]
    public Task An_imported_certificate_that_has_expired()
    {
        using X509Certificate2 leaf = Signed(server: true, DateTimeOffset.UtcNow.AddDays(-1));
        using RSA key = leaf.GetRSAPrivateKey()!;
        ServerCertificate given = ServerCertificate.Bind(X509CertificateLoader.LoadCertificate(leaf.RawData), key, [], null);
        return RefusedAsync(CertificateCodes.Expired, Failure.Input, new TlsRequest(new CertificateSource.Imported(given)));
    }

    [Fact]
    public Task A_certificate_in_the_service_accounts_own_store()
    {
        string thumbprint = new('b', 40);
        _machine.Registry.Write(Machine.Network(Id), "Certificate", RegistryValue.OfText(thumbprint));
        _machine.Certificates.InAccountStore.Add(thumbprint);

        return RefusedAsync(WindowsCodes.InAccountStore, Failure.Input, new TlsRequest(new CertificateSource.Made(365)));
    }

    [Fact]
    public async Task A_certificate_that_is_gone_is_replaced()
    {
        _machine.Registry.Write(Machine.Network(Id), "Certificate", RegistryValue.OfText(new string('b', 40)));

        ProvisionResult result = await UpAsync(new TlsRequest(new CertificateSource.Made(365)));

        Assert.Equal(result.State.Settings.Thumbprint, Assert.Single(_machine.Certificates.My).Key);
    }

    [Fact]
    public Task A_registry_key_without_rights()
    {
        _machine.Registry.ReadOnly.Add(Machine.Network(Id).Path);

        return RefusedAsync(WindowsCodes.RegistryRefused, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)));
    }

    [Fact]
    public Task A_service_that_is_not_there()
    {
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"{Machine.Root}\Instance Names\SQL"), "GHOST", RegistryValue.OfText("MSSQL16.GHOST"));
        _machine.Registry.Write(Machine.Network("MSSQL16.GHOST"), "ForceEncryption", RegistryValue.OfNumber(0));

        return RefusedAsync(WindowsCodes.NoService, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)), "GHOST");
    }

    [Fact]
    public Task An_instance_that_does_not_listen_on_TCP()
    {
        _machine.Registry.Write(Machine.Network(Id).Below("Tcp"), "Enabled", RegistryValue.OfNumber(0));

        return RefusedAsync(WindowsCodes.NoTcp, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)));
    }

    [Fact]
    public Task Versions_of_TLS_for_one_instance() =>
        RefusedAsync(WindowsCodes.MachineWide, Failure.Input, new TlsRequest(new CertificateSource.Made(365)) { Protocols = "1.2" });

    [Fact]
    public async Task A_certificate_store_that_refuses_costs_no_restart()
    {
        _machine.Certificates.Refuses = true;

        await RefusedAsync(WindowsCodes.StoreRefused, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)));
        Assert.Empty(_machine.Services.Done);
    }

    [Fact]
    public async Task A_service_that_may_not_be_stopped_is_left_running_with_its_dependents_up()
    {
        _machine.Services.Add(new("Stubborn", () => true) { Needs = "MSSQL$SQL2022", StopsNever = true });

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(new TlsRequest(new CertificateSource.Made(365))));

        Assert.Equal((Failure.RolledBack, WindowsCodes.ServiceRefused), (refused.Failure, refused.Code));
        Assert.Equal("Text:", _machine.Read(Id, "Certificate"));
        Assert.True(_machine.Services.Find("MSSQL$SQL2022")!.Running);
        Assert.True(_machine.Services.Find("SQLAgent$SQL2022")!.Running);
    }

    [Fact]
    public async Task A_version_that_has_no_strict_encryption()
    {
        _machine.Registry.Write(new RegistryPath(RegistryBits.Bits64, $@"{Machine.Root}\{Id}\Setup"), "PatchLevel", RegistryValue.OfText("15.0.2000.5"));

        await RefusedAsync(Instances.InstanceCodes.StrictTooOld, Failure.Input, new TlsRequest(new CertificateSource.Made(365)) { ForceStrict = true });
    }

    [Fact]
    public Task A_certificate_that_lacks_a_name_asked_for()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("db").Leaf);

        return RefusedAsync(CertificateCodes.NameNotCovered, Failure.Input, new TlsRequest(new CertificateSource.Installed(thumbprint)) { Names = [ServerName.Parse("sql.corp.example")] });
    }

    [Fact]
    public Task A_key_that_is_not_RSA()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=db", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        X509Certificate2 leaf = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));

        return RefusedAsync(CertificateCodes.KeyNotRsa, Failure.Input, new TlsRequest(new CertificateSource.Imported(ServerCertificate.Bind(X509CertificateLoader.LoadCertificate(leaf.RawData), key, [], null))));
    }

    [Fact]
    public Task A_service_that_is_disabled_and_runs()
    {
        _service.Disabled = true;

        return RefusedAsync(WindowsCodes.ServiceRefused, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)));
    }

    [Fact]
    public async Task A_service_that_needs_the_instance_is_disabled_and_runs()
    {
        _machine.Services.Add(new MemoryService("ReportServer", () => true) { Needs = "MSSQL$SQL2022", Disabled = true });

        SqlTlsException refused = await RefusedAsync(WindowsCodes.ServiceRefused, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)));

        Assert.Contains("ReportServer", refused.Message);
    }

    [Fact]
    public async Task A_dynamic_port_that_is_not_known_yet()
    {
        _machine.Registry.Write(Machine.Network(Id).Below(@"Tcp\IPAll"), "TcpPort", RegistryValue.OfText(""));

        SqlTlsException refused = await RefusedAsync(WindowsCodes.NoTcp, Failure.Surroundings, new TlsRequest(new CertificateSource.Made(365)));

        Assert.Contains("known yet", refused.Message);
    }

    [Fact]
    public async Task A_key_in_no_file_is_told()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("db").Leaf, hasFile: false);

        _ = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Installed(thumbprint)));

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3223", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u200E{0}", "U+200E")]
    [InlineData("{0}0", "41 of them")]
    public async Task A_thumbprint_in_the_registry_that_is_none_is_told_and_written_anew(string asItStands, string named)
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("db").Leaf);
        _machine.Registry.Write(Machine.Network(Id), "Certificate", RegistryValue.OfText(asItStands.Replace("{0}", thumbprint)));
        Assert.Null(InstancesOnMachine.List(_machine.Windows)[0].Settings.Thumbprint);

        ProvisionResult result = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Installed(thumbprint)));

        Assert.True(result.Changed);
        Assert.Equal($"Text:{thumbprint}", _machine.Read(Id, "Certificate"));
        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3222", StringComparison.Ordinal) && line.Contains(named));
    }

    private Task<SqlTlsException> RefusedAsync(string code, Failure failure, string thumbprint) =>
        RefusedAsync(code, failure, new TlsRequest(new CertificateSource.Installed(thumbprint)));

    private async Task<SqlTlsException> RefusedAsync(string code, Failure failure, TlsRequest request, string name = "SQL2022")
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;
        string[] installed = [.. _machine.Certificates.My.Keys];

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(request, name));

        Assert.Equal((code, failure), (refused.Code, refused.Failure));
        Assert.NotEmpty(refused.Cure);
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Equal(installed, _machine.Certificates.My.Keys);
        Assert.All(_machine.Permissions.Files.Values, rules => Assert.Equal(@"BUILTIN\Administrators", rules));
        return refused;
    }

    private Task<ProvisionResult> UpAsync(TlsRequest request, string name = "SQL2022") => _machine.UpAsync(name, request);

    private static X509Certificate2 Signed(bool server, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=db", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        return request.CreateSelfSigned(until.AddDays(-30), until);
    }
}
