using SqlTls.Certificates;
using SqlTls.Cli;
using SqlTls.Cli.Verbs;
using SqlTls.Instances;
using SqlTls.Instances.Windows;
using SqlTls.Provisioning;

namespace SqlTls.Windows.Tests.Rules;

/// <summary>What <c>certificate export --instance</c> hands out.</summary>
public sealed class HandingOut : IDisposable
{
    private readonly Machine _machine = new();

    public HandingOut() => _machine.Install("SQL2022");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Gives_the_certificate_and_its_own_authority_to_anybody()
    {
        _machine.Install("OTHER", port: "1434");
        _ = await _machine.UpAsync("OTHER", new TlsRequest(new CertificateSource.Made(365)));
        ProvisionResult up = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Made(365)));
        _machine.Windows = _machine.Windows with { IsAdministrator = false };

        InstalledCertificate given = InstanceCertificate.Of(_machine.Windows, "SQL2022");

        Assert.Equal(up.State.Settings.Thumbprint, given.Leaf.Thumbprint, ignoreCase: true);
        Assert.Equal(up.State.Certificate!.Authority!.Thumbprint, given.Authority!.Thumbprint);
    }

    [Fact]
    public async Task Never_gives_the_key()
    {
        _ = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Made(365)));

        Assert.False(InstanceCertificate.Of(_machine.Windows, "SQL2022").Leaf.HasPrivateKey);
    }

    [Fact]
    public async Task Gives_the_intermediates_in_PEM()
    {
        using var folder = new TemporaryFolder();
        var chain = CertificateChain.Make();
        using ServerCertificate corporate = CertificateImport.Read(folder.Write("corp.pem", chain.Chain + chain.Root), folder.Write("corp.key", chain.Key), null);
        _ = await _machine.UpAsync("SQL2022", new TlsRequest(new CertificateSource.Imported(corporate)));
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false, HasColor: false);

        int exit = await CertificateExportVerb.Create(terminal, () => _machine.Windows)
            .Parse(["--instance", "SQL2022", "--format", "pem", "--output", folder.File("out")]).InvokeAsync();

        Assert.Equal(0, exit);
        Assert.Equal(chain.Chain, await File.ReadAllTextAsync(folder.File("out/server.pem")));
        Assert.Equal(chain.Root, await File.ReadAllTextAsync(folder.File("out/authority.pem")));
    }

    [Fact]
    public void Says_so_where_none_is_set() => Refused("No certificate is set");

    [Fact]
    public void Says_so_where_the_one_that_is_set_is_not_installed()
    {
        _machine.Registry.Write(Machine.Network("MSSQL16.SQL2022"), "Certificate", RegistryValue.OfText(new string('a', 40)));

        Refused("is not in LocalMachine");
    }

    private void Refused(string words)
    {
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => InstanceCertificate.Of(_machine.Windows, "SQL2022"));

        Assert.Equal(WindowsCodes.NotInstalled, refused.Code);
        Assert.Contains(words, refused.Message);
    }
}
