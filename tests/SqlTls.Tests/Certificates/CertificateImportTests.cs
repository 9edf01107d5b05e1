using System.Security.Cryptography.X509Certificates;
using CsCheck;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public sealed class CertificateImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestChain _chain = TestChain.Make(3);

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_PEM_chain_in_any_order_comes_out_in_the_order_in_which_a_server_sends_it() =>
        Gen.Shuffle(_chain.Certificates.ToArray()).Sample(shuffled => ComesOutInOrder(Read(string.Concat(shuffled.Select(Pem)) + _chain.LeafKey.ExportPkcs8PrivateKeyPem())), iter: 20, threads: 1);

    [Fact]
    public void A_PFX_in_any_order_does_too() => Gen.Shuffle(_chain.Certificates.ToArray()).Sample(
        shuffled =>
        {
            using X509Certificate2 withKey = _chain.Leaf.CopyWithPrivateKey(_chain.LeafKey);
            X509Certificate2Collection all = [.. shuffled.Select(certificate => certificate == _chain.Leaf ? withKey : certificate)];
            string file = _folder.File("shuffled.pfx");
            File.WriteAllBytes(file, all.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "right"));
            ComesOutInOrder(CertificateImport.Read(file, null, "right"));
        },
        iter: 5,
        threads: 1);

    [Fact]
    public void Strangers_in_the_file_are_left_out()
    {
        using var stranger = TestChain.Make(0, subjectOf: _ => "A stranger");

        ComesOutInOrder(Read(Pem(stranger.Root) + string.Concat(_chain.Certificates.Select(Pem)) + _chain.LeafKey.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void The_key_decides_which_certificate_is_the_servers()
    {
        using var renewed = TestChain.Make(3);

        using ServerCertificate read = Read(Pem(renewed.Leaf) + string.Concat(_chain.Certificates.Select(Pem)) + _chain.LeafKey.ExportPkcs8PrivateKeyPem());

        Assert.Equal(_chain.Leaf.Thumbprint, read.Leaf.Thumbprint);
    }

    [Fact]
    public void The_authority_that_is_named_completes_the_chain()
    {
        string file = _folder.Write("chain.pem", string.Concat(_chain.Certificates.SkipLast(1).Select(Pem)) + _chain.LeafKey.ExportPkcs8PrivateKeyPem());

        ComesOutInOrder(CertificateImport.Read(file, null, null, _chain.Root));
    }

    [Fact]
    public void An_authority_that_the_chain_does_not_lead_to_is_refused()
    {
        using var other = TestChain.Make(0, subjectOf: _ => "Another");
        string file = _folder.Write("chain.pem", string.Concat(_chain.Certificates.Select(Pem)) + _chain.LeafKey.ExportPkcs8PrivateKeyPem());

        SqlTlsException error = Assert.Throws<SqlTlsException>(() => CertificateImport.Read(file, null, null, other.Root));

        Assert.Equal(CertificateCodes.ChainIncomplete, error.Code);
    }

    private ServerCertificate Read(string pem) => CertificateImport.Read(_folder.Write("chain.pem", pem), null, null);

    private void ComesOutInOrder(ServerCertificate read)
    {
        using (read)
        {
            Assert.Equal(_chain.Leaf.Thumbprint, read.Leaf.Thumbprint);
            Assert.True(read.Leaf.HasPrivateKey);
            Assert.Equal(_chain.Intermediates.Select(certificate => certificate.Thumbprint), read.Intermediates.Select(certificate => certificate.Thumbprint));
            Assert.Equal(_chain.Root.Thumbprint, read.Authority!.Thumbprint);
        }
    }

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
