using System.Text;
using CsCheck;
using SqlTls.Certificates;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>A file that is no certificate, or no longer one, is refused with a code.</summary>
public sealed class ImportedCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("localhost"));

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(OutputFiles.Pfx)]
    [InlineData(OutputFiles.Certificate)]
    [InlineData(OutputFiles.Key)]
    public void Are_read_or_refused(string name) => Fuzz(_certificate.Files("password").Single(file => file.Name == name).Content);

    [Fact]
    public void In_PEM_with_their_key_are_read_or_refused() => Fuzz(Encoding.ASCII.GetBytes(_certificate.Leaf.ExportCertificatePem() + "\n" + _certificate.KeyPem()));

    [Fact]
    public void In_DER_are_read_or_refused() => Fuzz(_certificate.Leaf.RawData);

    private void Fuzz(byte[] good)
    {
        string file = _folder.File("fuzzed");
        Cases.Run(
            Gen.OneOf(Damaged.Bytes, Damaged.Of(good)),
            bytes =>
            {
                File.WriteAllBytes(file, bytes);
                CertificateImport.Read(file, null, "password").Dispose();
            },
            exception => exception is SqlTlsException { Code: not null },
            Convert.ToHexString,
            usual: 300);
    }
}
