using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public class SigningRequestTests
{
    [Fact]
    public void Has_a_CN_of_64_characters_at_the_most()
    {
        string longest = string.Join('.', Enumerable.Repeat(new string('a', 40), 3));

        var request = SigningRequest.Create(CertificateOptions.For(longest, "db.example.com"));

        var read = CertificateRequest.LoadSigningRequestPem(request.RequestPem, HashAlgorithmName.SHA256);
        Assert.Equal("CN=db.example.com", read.SubjectName.Name);
    }
}
