using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>Which certificate is judged: the one that the server will start with, whoever installed it, and whenever.</summary>
public sealed class Judging : IDisposable
{
    private const string Id = "MSSQL16.SQL2022";
    private readonly Machine _machine = new();

    public Judging() => _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task Of_a_thumbprint_that_is_set_already_and_gone_costs_no_restart(bool? forceEncryption)
    {
        string gone = new('b', 40);
        Set(gone);

        SqlTlsException refused = await RefusedAsync(Named(gone) with { ForceEncryption = forceEncryption });

        Assert.Equal(WindowsCodes.NotInstalled, refused.Code);
    }

    [Fact]
    public async Task Of_a_thumbprint_that_is_set_already_and_has_expired_costs_no_restart()
    {
        string thumbprint = _machine.Certificates.Put(Expired());
        Set(thumbprint);

        SqlTlsException refused = await RefusedAsync(Named(thumbprint) with { ForceEncryption = true });

        Assert.Equal(CertificateCodes.Expired, refused.Code);
    }

    [Fact]
    public async Task Of_one_that_is_set_already_warns_each_time_that_it_is_named()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf, KeyStorage.Cng);
        _ = await UpAsync(Named(thumbprint));
        _machine.Said.Clear();

        Assert.False((await UpAsync(Named(thumbprint))).Changed);

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS2011", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_file_that_is_installed_already_is_of_its_key_there()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        _ = _machine.Certificates.Put(corporate.Leaf, KeyStorage.LegacySignature);

        SqlTlsException refused = await RefusedAsync(new TlsRequest(new CertificateSource.Imported(corporate)));

        Assert.Equal(CertificateCodes.SignatureOnlyKey, refused.Code);
    }

    [Fact]
    public async Task Of_a_file_that_is_installed_in_CNG_already_warns_of_that()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        _ = _machine.Certificates.Put(corporate.Leaf, KeyStorage.Cng);

        _ = await UpAsync(new TlsRequest(new CertificateSource.Imported(corporate)));

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS2011", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_file_that_is_set_already_and_cannot_be_used_costs_no_restart()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        Set(_machine.Certificates.Put(corporate.Leaf, KeyStorage.LegacySignature));

        SqlTlsException refused = await RefusedAsync(new TlsRequest(new CertificateSource.Imported(corporate)) { ForceEncryption = true });

        Assert.Equal(CertificateCodes.SignatureOnlyKey, refused.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_a_key_in_the_profile_of_a_user_whether_he_asks_or_another(bool isHis)
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf, hasKey: isHis, hasFile: false, isUsersKey: true);

        SqlTlsException refused = await RefusedAsync(Named(thumbprint));

        Assert.Equal(WindowsCodes.KeyInProfile, refused.Code);
        Assert.Contains("re-import", refused.Cure);
    }

    [Fact]
    public async Task Makes_another_where_the_one_that_is_set_has_its_key_in_a_profile()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf, hasFile: false, isUsersKey: true);
        Set(thumbprint);

        ProvisionResult result = await UpAsync(new TlsRequest(new CertificateSource.Made(365)));

        Assert.NotEqual(thumbprint, result.State.Settings.Thumbprint);
        Assert.True(_machine.Certificates.My.ContainsKey(thumbprint));
    }

    private static TlsRequest Named(string thumbprint) => new(new CertificateSource.Installed(thumbprint));

    private static X509Certificate2 Expired()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=db", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(-1));
    }

    private void Set(string thumbprint) => _machine.Registry.Write(Machine.Network(Id), "Certificate", RegistryValue.OfText(thumbprint));

    private Task<ProvisionResult> UpAsync(TlsRequest request) => _machine.UpAsync("SQL2022", request);

    private async Task<SqlTlsException> RefusedAsync(TlsRequest request)
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => UpAsync(request));

        Assert.Equal(Failure.Input, refused.Failure);
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Services.Done);
        return refused;
    }
}
