using SqlTls.Certificates;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>Several instances of one machine, and certificates that follow on each other.</summary>
public sealed class Sharing : IDisposable
{
    private static readonly TlsRequest Forced = new(new CertificateSource.Made(365)) { ForceEncryption = true };
    private readonly Machine _machine = new();

    public Sharing() => _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Leaves_a_certificate_that_another_instance_uses_by_now()
    {
        ProvisionResult first = await _machine.UpAsync("SQL2022", Forced);
        _machine.Install("OTHER");
        _machine.Registry.Write(Machine.Network("MSSQL16.OTHER"), "Certificate", RegistryValue.OfText(first.State.Settings.Thumbprint!));

        _ = await _machine.DownAsync("SQL2022");

        Assert.Single(_machine.Certificates.My);
        Assert.Single(_machine.Certificates.IssuerThumbprints);
    }

    [Fact]
    public async Task Warns_that_another_instance_without_a_certificate_may_pick_this_one_up()
    {
        _machine.Install("OTHER");

        _ = await _machine.UpAsync("SQL2022", Forced);

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3208", StringComparison.Ordinal) && line.Contains("OTHER"));
    }

    [Fact]
    public async Task Warns_of_that_also_where_a_certificate_of_ours_is_renewed()
    {
        _ = await _machine.UpAsync("SQL2022", Forced);
        _machine.Install("OTHER");

        _ = await _machine.UpAsync("SQL2022", Forced with { Names = [ServerName.Parse("sql.corp.example")] });

        Assert.Contains(_machine.Said, line => line.StartsWith("warning SQLTLS3208", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keeps_each_to_its_own_authority_though_both_bear_one_name()
    {
        _machine.Install("OTHER", port: "1434");
        ProvisionResult one = await _machine.UpAsync("SQL2022", Forced);
        ProvisionResult other = await _machine.UpAsync("OTHER", Forced);

        ProvisionResult[] again = [await _machine.UpAsync("SQL2022", Forced), await _machine.UpAsync("OTHER", Forced)];

        Assert.All(again, result => Assert.False(result.Changed));
        Assert.Equal(
            [one.State.Certificate!.Authority!.Thumbprint, other.State.Certificate!.Authority!.Thumbprint],
            again.Select(result => result.State.Certificate!.Authority!.Thumbprint));
        Assert.NotEqual(one.State.Certificate.Authority.Thumbprint, other.State.Certificate.Authority.Thumbprint);
    }

    [Fact]
    public async Task Takes_down_one_and_leaves_the_other_its_issuer()
    {
        _machine.Install("OTHER", port: "1434");
        _ = await _machine.UpAsync("SQL2022", Forced);
        ProvisionResult other = await _machine.UpAsync("OTHER", Forced);

        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(other.State.Certificate!.Authority!.Thumbprint.ToLowerInvariant(), Assert.Single(_machine.Certificates.IssuerThumbprints));
    }

    [Fact]
    public async Task Leaves_one_certificate_and_one_issuer_after_a_renewal()
    {
        _ = await _machine.UpAsync("SQL2022", Forced);

        ProvisionResult renewed = await _machine.UpAsync("SQL2022", Forced with { Names = [ServerName.Parse("sql.corp.example")] });

        Assert.Equal(renewed.State.Settings.Thumbprint, Assert.Single(_machine.Certificates.My).Key);
        Assert.Equal(renewed.State.Certificate!.Authority!.Thumbprint.ToLowerInvariant(), Assert.Single(_machine.Certificates.IssuerThumbprints));
    }

    [Fact]
    public async Task Notes_no_more_of_many_renewals_than_of_two_and_still_takes_all_of_it_down()
    {
        IReadOnlyList<string> before = _machine.Registry.Everything;
        List<int> noted = [];
        foreach (string name in new[] { "a1.corp.example", "a2.corp.example", "a3.corp.example", "a4.corp.example" })
        {
            _ = await _machine.UpAsync("SQL2022", Forced with { Names = [ServerName.Parse(name)] });
            noted.Add(_machine.Registry.Read(new RegistryPath(RegistryBits.Bits64, @"SOFTWARE\SqlTls\MSSQL16.SQL2022"), "Journal")!.Data.Length);
        }

        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(noted[1], noted[3]);
        Assert.Equal(before, _machine.Registry.Everything);
        Assert.Empty(_machine.Certificates.My);
        Assert.Empty(_machine.Certificates.IssuerThumbprints);
    }

    [Fact]
    public async Task Leaves_an_issuer_that_somebody_else_installed()
    {
        ServerCertificate corporate = Machine.Certificate("DB01.corp.example");
        string theirs = _machine.Certificates.PutIssuer(corporate.Authority!);
        _ = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Imported(corporate)));

        _ = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Imported(Machine.Certificate("DB01.corp.example"))));

        Assert.False(_machine.Certificates.My.ContainsKey(corporate.Describe().Thumbprint));
        Assert.Contains(theirs, _machine.Certificates.IssuerThumbprints);
    }

    [Fact]
    public async Task Takes_down_one_and_leaves_the_other_its_right_to_the_key()
    {
        _machine.Install("OTHER", port: "1434");
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf);
        var request = new TlsRequest(new CertificateSource.Installed(thumbprint));
        _ = await _machine.UpAsync("SQL2022", request);
        _ = await _machine.UpAsync("OTHER", request);

        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(@"BUILTIN\Administrators;NT SERVICE\MSSQL$OTHER", Assert.Single(_machine.Permissions.Files).Value);
    }

    [Fact]
    public async Task Leaves_a_right_to_the_key_that_the_service_had_before()
    {
        string thumbprint = _machine.Certificates.Put(Machine.Certificate("DB01.corp.example").Leaf);
        _machine.Permissions.AllowRead(Assert.Single(_machine.Permissions.Files).Key, @"NT SERVICE\MSSQL$SQL2022");
        _ = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Installed(thumbprint)));

        _ = await _machine.DownAsync("SQL2022");

        Assert.Equal(@"BUILTIN\Administrators;NT SERVICE\MSSQL$SQL2022", Assert.Single(_machine.Permissions.Files).Value);
    }
}
