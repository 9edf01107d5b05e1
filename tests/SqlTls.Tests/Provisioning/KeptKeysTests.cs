using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Tests.Provisioning;

/// <summary>Keys that stand in the output folder already.</summary>
public sealed class KeptKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Authority _authority = Authority.Create(CertificateOptions.For("db"));
    private readonly ServerCertificate _server;

    public KeptKeysTests() => _server = _authority.Issue(CertificateOptions.For("db"));

    private InstalledCertificate Installed => new(_server.Leaf, [], _server.Authority, _server.Describe());

    public void Dispose()
    {
        _server.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Of_the_certificate_installed_are_kept()
    {
        _folder.Write(OutputFiles.Key, _server.KeyPem());
        _folder.Write(OutputFiles.AuthorityKey, _authority.KeyPem());

        Assert.Null(Keys(server: true, authority: true).WhyNotKept(Installed));
    }

    [Fact]
    public void That_nobody_asked_for_are_not_looked_for() => Assert.Null(Keys().WhyNotKept(Installed));

    [Fact]
    public void That_are_not_there_are_a_reason_to_make_another_certificate() =>
        Assert.Equal($"the key of the one installed is to be kept, and is not in {_folder.Path}", Keys(server: true).WhyNotKept(Installed));

    [Fact]
    public void Of_another_authority_are_a_reason_to_make_another_certificate()
    {
        _folder.Write(OutputFiles.AuthorityKey, _server.KeyPem());

        Assert.Equal($"its authority's key is to be kept, and is not in {_folder.Path}", Keys(authority: true).WhyNotKept(Installed));
    }

    [Fact]
    public void That_are_damaged_are_nobodys()
    {
        _folder.Write(OutputFiles.Key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        Assert.StartsWith("the key of the one installed", Keys(server: true).WhyNotKept(Installed));
    }

    [Fact]
    public void Of_the_certificate_beside_them_may_be_replaced()
    {
        _folder.Write(OutputFiles.Key, _server.KeyPem());
        _folder.Write(OutputFiles.Certificate, _server.CertificatePem());

        Keys(server: true).RefuseToOverwrite();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no certificate")]
    public void That_nothing_tells_about_are_not_replaced(string? certificate)
    {
        _folder.Write(OutputFiles.Key, _server.KeyPem());
        if (certificate is not null)
        {
            _folder.Write(OutputFiles.Certificate, certificate);
        }

        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => Keys(server: true).RefuseToOverwrite());

        Assert.Equal((Failure.Input, CertificateCodes.WouldOverwriteKey), (refused.Failure, refused.Code));
        Assert.Contains(_folder.File(OutputFiles.Key), refused.Message);
    }

    private KeptKeys Keys(bool server = false, bool authority = false) => new(new OutputFolder(_folder.Path), server, authority, null);
}
