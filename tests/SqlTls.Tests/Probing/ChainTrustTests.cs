using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Tests.Certificates;

namespace SqlTls.Tests.Probing;

/// <summary>Why a chain leads nowhere, as far as certificates say it.</summary>
public class ChainTrustTests
{
    [Fact]
    public void A_chain_that_is_sent_whole_is_trusted()
    {
        using var chain = TestChain.Make(2);

        Assert.Null(ChainTrust.Judge([chain.Leaf, .. chain.Intermediates], [chain.Root], []).Why);
    }

    [Fact]
    public void An_intermediate_that_is_known_and_not_sent_is_missing()
    {
        using var chain = TestChain.Make(2);

        Assert.Equal(
            new Distrust(UntrustedReason.MissingIntermediate, chain.Intermediates[0].Subject),
            ChainTrust.Judge([chain.Leaf], [chain.Root], [.. chain.Intermediates]).Why);
    }

    [Fact]
    public void An_issuer_of_which_nothing_is_known_may_be_either()
    {
        using var chain = TestChain.Make(1);
        using var other = TestChain.Make(0, subjectOf: _ => "Another");

        Assert.Equal(UntrustedReason.Unsaid, ChainTrust.Judge([chain.Leaf], [other.Root], []).Why?.Reason);
    }

    [Fact]
    public void An_issuer_that_is_known_by_its_key_alone_may_be_either()
    {
        using var other = Authority.Create(CertificateOptions.For("other.example.com"));
        using ServerCertificate certificate = ServerCertificate.Create(CertificateOptions.For("db.example.com"));

        Assert.Equal(UntrustedReason.Unsaid, ChainTrust.Judge([certificate.Leaf], [other.Certificate], []).Why?.Reason);
    }

    [Fact]
    public void A_root_that_is_sent_is_an_authority_that_is_not_trusted()
    {
        using var chain = TestChain.Make(1);
        using var other = TestChain.Make(0, subjectOf: _ => "Another");

        Assert.Equal(UntrustedReason.Authority, ChainTrust.Judge([.. chain.Certificates], [other.Root], []).Why?.Reason);
    }

    [Fact]
    public void An_authority_that_was_made_again_is_told_from_the_former_one()
    {
        var options = CertificateOptions.For("db.example.com");
        using var former = Authority.Create(options);
        using var present = Authority.Create(options);
        using ServerCertificate certificate = present.Issue(options);

        Assert.Equal(UntrustedReason.FormerAuthority, ChainTrust.Judge([certificate.Leaf], [former.Certificate], []).Why?.Reason);
    }

    [Fact]
    public void A_certificate_that_vouches_for_itself_is_self_signed()
    {
        using var chain = TestChain.Make(0);
        using X509Certificate2 alone = chain.Root;

        Assert.Equal(UntrustedReason.SelfSigned, ChainTrust.Judge([alone], [], []).Why?.Reason);
    }
}
