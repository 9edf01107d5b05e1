using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using SqlTls.Trust;

namespace SqlTls.Tests.Trust;

public class SubjectHashTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(Gen.Char["aZ \t-é漢."], Gen.Char.AlphaNumeric), 1, 20].Where(text => text.Trim().Length > 0);

    private static readonly Gen<X500DistinguishedName> Name =
        from commonName in Text
        from organization in Text
        from email in Gen.OneOf(Gen.Const(""), Gen.Const("Someone@Example.ORG"))
        select Build(commonName, organization, email);

    [RequiresFact("openssl")]
    public async Task Is_the_one_that_openssl_looks_for()
    {
        using var folder = new TemporaryFolder();
        X509Certificate2[] certificates = Name.Array[24].Single().Select(SelfSigned).ToArray();
        for (int i = 0; i < certificates.Length; i++)
        {
            folder.Write($"{i}.pem", certificates[i].ExportCertificatePem());
        }

        Tool openssl = await Tool.RunAsync("sh", ["-c", $"for i in $(seq 0 {certificates.Length - 1}); do openssl x509 -noout -subject_hash -in $i.pem; done"], workingFolder: folder.Path);

        Assert.Equal(openssl.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), certificates.Select(SubjectHash.Of));
    }

    private static X500DistinguishedName Build(string commonName, string organization, string email)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        builder.AddOrganizationName(organization);
        builder.AddCountryOrRegion("NZ");
        if (email.Length > 0)
        {
            builder.AddEmailAddress(email);
        }

        return builder.Build();
    }

    private static X509Certificate2 SelfSigned(X500DistinguishedName name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
    }
}
