using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public class IssuerRequirementsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_whole_chain_has_no_flaw_in_any_order(int intermediates)
    {
        using var chain = TestChain.Make(intermediates);
        X509Certificate2[] shuffled = [.. chain.Certificates.Skip(1).Reverse()];

        Assert.Empty(Errors(chain, shuffled, [chain.Root]));
        Assert.Empty(Errors(chain, shuffled, []));
    }

    [Fact]
    public void A_chain_without_its_root_is_whole_where_no_authority_is_named()
    {
        using var chain = TestChain.Make(2);

        Assert.Empty(Errors(chain, chain.Intermediates, []));
    }

    [Fact]
    public void A_missing_intermediate_is_named_where_the_authority_is_known()
    {
        using var chain = TestChain.Make(2);

        Finding finding = Assert.Single(Errors(chain, [chain.Intermediates[0], chain.Root], [chain.Root]));

        Assert.Equal(CertificateCodes.ChainIncomplete, finding.Code);
        Assert.Contains("'CN=Authority 1'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Issuers_that_do_not_fit_show_that_one_is_missing()
    {
        using var chain = TestChain.Make(1);

        Finding finding = Assert.Single(Errors(chain, [chain.Root], []));

        Assert.Equal(CertificateCodes.ChainIncomplete, finding.Code);
    }

    [Fact]
    public void A_chain_to_another_authority_is_not_the_chain_that_was_asked_for()
    {
        using var chain = TestChain.Make(1);
        using var other = TestChain.Make(0, subjectOf: _ => "Another");

        Assert.Equal(CertificateCodes.ChainIncomplete, Assert.Single(Errors(chain, chain.Certificates, [other.Root])).Code);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    public void A_weak_signature_anywhere_below_the_root_is_an_error(int place)
    {
        using var chain = TestChain.Make(2, sha1At: place);

        Finding finding = Errors(chain, chain.Certificates, []).First(error => error.Code == CertificateCodes.WeakSignature);

        Assert.Contains(chain.Certificates[3 - place].Subject, finding.Message, StringComparison.Ordinal);
        Assert.Contains("sha1RSA", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_signature_of_the_root_by_itself_is_nobodys_business()
    {
        using var chain = TestChain.Make(1, sha1At: 0);

        Assert.DoesNotContain(Errors(chain, chain.Certificates, []), finding => finding.Code == CertificateCodes.WeakSignature);
    }

    [Theory]
    [InlineData("SHA256", null)]
    [InlineData("SHA384", null)]
    [InlineData("SHA512", null)]
    [InlineData("SHA1", "SHA-1")]
    [InlineData("SHA224", "SHA-224")]
    public void RSASSA_PSS_is_as_good_as_the_hash_in_its_parameters(string hash, string? complaint)
    {
        using var key = RSA.Create(2048);
        using X509Certificate2 leaf = Signed(key, PssWith(hash, hash));

        string[] found = [.. WeakSignatures(leaf)];

        Assert.Equal(complaint is null ? 0 : 1, found.Length);
        Assert.All(found, message => Assert.Contains($"RSASSA-PSS and {complaint},", message, StringComparison.Ordinal));
    }

    [Fact]
    public void RSASSA_PSS_is_no_better_than_what_its_parameters_leave_out()
    {
        using var key = RSA.Create(2048);
        using X509Certificate2 withoutMask = Signed(key, PssWith("SHA256", null));
        using X509Certificate2 withoutAny = Signed(key, PssWith(null, null));

        Assert.Contains("SHA-1", Assert.Single(WeakSignatures(withoutMask)), StringComparison.Ordinal);
        Assert.Contains("SHA-1", Assert.Single(WeakSignatures(withoutAny)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_of_another_kind_than_is_known_is_an_error_that_claims_no_more_than_that()
    {
        using var key = RSA.Create(2048);
        using X509Certificate2 sha224 = Signed(key, Identifier("1.2.840.113549.1.1.14"));

        Assert.Contains("sha224RSA, which SQL Server and its clients are not known to take", Assert.Single(WeakSignatures(sha224)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_the_authority_may_not_vouch_for_is_an_error()
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.com"));
        using ServerCertificate certificate = authority.Issue(CertificateOptions.For("other.example.com"));

        Finding finding = Assert.Single(Check(certificate.Leaf, [authority.Certificate], []));

        Assert.Equal(CertificateCodes.NotVouchedFor, finding.Code);
        Assert.Contains("other.example.com", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_of_the_same_name_with_another_key_did_not_sign_it()
    {
        using var chain = TestChain.Make(0);
        using var remade = TestChain.Make(0);

        Finding finding = Assert.Single(Errors(chain, [remade.Root], []));

        Assert.Equal(CertificateCodes.NotVouchedFor, finding.Code);
        Assert.Contains("another key", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_authorities_of_one_name_the_one_with_the_signers_key_is_the_issuer()
    {
        var options = CertificateOptions.For("db.example.com");
        using var former = Authority.Create(options);
        using var present = Authority.Create(options);
        using ServerCertificate certificate = present.Issue(options);

        Assert.Empty(Check(certificate.Leaf, [former.Certificate, present.Certificate], []));
        Assert.Empty(Check(certificate.Leaf, [present.Certificate, former.Certificate], []));
    }

    [Fact]
    public void A_path_length_of_nought_allows_no_intermediate()
    {
        using var chain = TestChain.Make(1, pathLength: 0);

        Assert.Equal(CertificateCodes.NotVouchedFor, Assert.Single(Errors(chain, chain.Certificates, [])).Code);
    }

    [Fact]
    public void An_issuer_whose_time_is_over_is_unfit()
    {
        using var chain = TestChain.Make(1);

        Finding[] findings = Check(chain.Leaf, chain.Intermediates, [], DateTimeOffset.UtcNow.AddDays(2));

        Assert.Contains(findings, finding => finding.Code == CertificateCodes.IssuerUnfit && finding.Message.Contains("'CN=Authority 1'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_root_of_version_1_is_an_authority()
    {
        using var key = RSA.Create(2048);
        using var leafKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=Old root", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 root = OfVersion1(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9)), key);
        var issued = new CertificateRequest("CN=db.example.com", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        issued.CertificateExtensions.Add(CertificatePurposes.ServerAuthenticationAlone());
        using X509Certificate2 leaf = issued.Create(
            root.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), root.NotBefore, root.NotAfter, [1]);

        Assert.Equal(1, root.Version);
        Assert.Empty(Check(leaf, [root], [root]));
    }

    private static IEnumerable<string> WeakSignatures(X509Certificate2 leaf) =>
        Check(leaf, [], []).Where(finding => finding.Code == CertificateCodes.WeakSignature).Select(finding => finding.Message);

    // Nobody looks at the signature itself here: what it says of itself is what is judged.
    private static X509Certificate2 Signed(RSA key, byte[] algorithm)
    {
        var request = new CertificateRequest("CN=db.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.Create(new X500DistinguishedName("CN=Somebody"), new Claiming(key, algorithm), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1]);
    }

    private static byte[] PssWith(string? hash, string? mask)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.1.10");
            using AsnWriter.Scope parameters = writer.PushSequence();
            if (hash is not null)
            {
                using AsnWriter.Scope tag = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
                writer.WriteEncodedValue(Identifier(HashOid(hash)));
            }

            if (mask is not null)
            {
                using AsnWriter.Scope tag = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1));
                using AsnWriter.Scope generator = writer.PushSequence();
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.8");
                writer.WriteEncodedValue(Identifier(HashOid(mask)));
            }
        }

        return writer.Encode();
    }

    private static string HashOid(string name) => name switch
    {
        "SHA1" => "1.3.14.3.2.26",
        "SHA224" => "2.16.840.1.101.3.4.2.4",
        "SHA256" => "2.16.840.1.101.3.4.2.1",
        "SHA384" => "2.16.840.1.101.3.4.2.2",
        _ => "2.16.840.1.101.3.4.2.3",
    };

    private static byte[] Identifier(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }

        return writer.Encode();
    }

    private sealed class Claiming(RSA key, byte[] algorithm) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => algorithm;

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }

    // The same without the field that says its version, which .NET always writes.
    private static X509Certificate2 OfVersion1(X509Certificate2 certificate, RSA key)
    {
        AsnReader whole = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
        AsnReader fields = whole.ReadSequence();
        _ = fields.ReadEncodedValue();
        var body = new AsnWriter(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            while (fields.HasData)
            {
                body.WriteEncodedValue(fields.ReadEncodedValue().Span);
            }
        }

        var signed = new AsnWriter(AsnEncodingRules.DER);
        using (signed.PushSequence())
        {
            signed.WriteEncodedValue(body.Encode());
            signed.WriteEncodedValue(whole.ReadEncodedValue().Span);
            signed.WriteBitString(key.SignData(body.Encode(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        return X509CertificateLoader.LoadCertificate(signed.Encode());
    }

    private static Finding[] Errors(TestChain chain, IReadOnlyList<X509Certificate2> above, IReadOnlyList<X509Certificate2> authorities) =>
        Check(chain.Leaf, above, authorities);

    private static Finding[] Check(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> above, IReadOnlyList<X509Certificate2> authorities, DateTimeOffset? now = null) =>
    [
        .. CertificateRequirements.Check(leaf, [.. above, .. authorities], new RequirementContext([], now ?? DateTimeOffset.UtcNow, Authorities: authorities))
            .Where(finding => finding.Severity == Severity.Error),
    ];
}
