using SqlTls.Certificates;
using SqlTls.Fleets;
using SqlTls.Probing;
using SqlTls.Tests.Certificates;
using SqlTls.Verification;

namespace SqlTls.Tests.Fleets;

public sealed class FleetJudgementTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ProbeResult Good = new(
        new ServerAddress("sql1", 1433, null),
        Reachable: true,
        Version: null,
        ServerEncryption.Required,
        Strict: true,
        new TlsSupport(Tls10: false, Tls11: false, Tls12: true, Tls13: true),
        "TLS_AES_256_GCM_SHA384",
        [ServerCertificate.Create(new CertificateOptions([ServerName.Parse("sql1")], 30), new FixedClock(Now)).Leaf],
        []);

    private static readonly ProbeResult Silent = ProbeResult.Unreachable(Good.Server, new Finding(ProbeCodes.Unreachable, Severity.Error, "Nothing answers.", ""));

    [Fact]
    public void Nothing_holds_for_a_good_server() => Assert.Equal(FleetConditions.None, Judge(Good));

    [Fact]
    public void A_server_that_does_not_answer_is_unreachable_and_nothing_else() => Assert.Equal(
        FleetConditions.Unreachable | FleetConditions.Error,
        Judge(Silent));

    [Theory]
    [InlineData(-1, FleetConditions.None)]
    [InlineData(0, FleetConditions.Expiring)]
    public void A_certificate_expires_from_the_day_that_was_said(int seconds, FleetConditions expected) =>
        Assert.Equal(expected, FleetJudgement.Of(Good, Good.Certificate!.NotAfter - Now + TimeSpan.FromSeconds(seconds), Now));

    [Theory]
    [InlineData(ServerEncryption.On, FleetConditions.Plaintext)]
    [InlineData(ServerEncryption.Off, FleetConditions.Plaintext | FleetConditions.Unencrypted)]
    [InlineData(ServerEncryption.Unsupported, FleetConditions.Plaintext | FleetConditions.Unencrypted)]
    public void What_a_server_says_of_encryption_is_judged(ServerEncryption encryption, FleetConditions expected) =>
        Assert.Equal(expected, Judge(Good with { Encryption = encryption }));

    [Theory]
    [InlineData(ProbeCodes.Untrusted)]
    [InlineData(ProbeCodes.FallbackCertificate)]
    [InlineData(CertificateCodes.ChainIncomplete)]
    [InlineData(CertificateCodes.IssuerUnfit)]
    [InlineData(CertificateCodes.NotVouchedFor)]
    public void A_chain_that_ends_nowhere_or_at_an_authority_that_cannot_vouch_is_untrusted(string code) => Assert.Equal(
        FleetConditions.Untrusted | FleetConditions.Error,
        Judge(Good with { Findings = [new Finding(code, Severity.Error, "", "")] }));

    [Fact]
    public void A_server_without_a_certificate_is_untrusted() => Assert.Equal(FleetConditions.Untrusted, Judge(Good with { Chain = [] }));

    [Fact]
    public void Old_tls_and_missing_strict_are_conditions_of_their_own() => Assert.Equal(
        FleetConditions.OldTls | FleetConditions.NotStrict,
        Judge(Good with { Strict = false, Protocols = Good.Protocols with { Tls11 = true } }));

    [Fact]
    public void Conditions_are_read_as_they_are_written() => Assert.Equal(
        FleetConditions.Expiring | FleetConditions.Plaintext | FleetConditions.NotStrict,
        FleetJudgement.Parse(" expiring, Plaintext,not-strict,none"));

    [Fact]
    public void Every_word_is_a_condition_and_every_condition_a_word() => Assert.Equal(
        FleetJudgement.Words,
        FleetJudgement.WordsOf(FleetJudgement.Parse(string.Join(',', FleetJudgement.Words))));

    [Fact]
    public void An_unknown_word_is_refused() =>
        Assert.Equal(FleetCodes.Condition, Assert.Throws<SqlTlsException>(() => FleetJudgement.Parse("expired")).Code);

    [Fact]
    public void A_summary_counts_what_holds()
    {
        ProbeResult[] probes = [Good, Good with { Encryption = ServerEncryption.On }, Silent];

        FleetSummary summary = probes.Aggregate(FleetSummary.Empty, (sum, probe) => sum.With(probe, Judge(probe)));

        Assert.Equal(new FleetSummary(3, 2, 2, 2, 2, 0, 1, 1), summary);
    }

    [Theory]
    [InlineData(CheckOutcome.Failed, FleetConditions.Error)]
    [InlineData(CheckOutcome.Passed, FleetConditions.None)]
    public void A_check_that_fails_is_the_error_of_a_server_that_was_verified(CheckOutcome outcome, FleetConditions expected)
    {
        Check check = CheckKind.Listening.Passed("") with { Outcome = outcome };

        Assert.Equal(expected, FleetJudgement.Of(new VerificationResult(Good, [check], TimeSpan.Zero), TimeSpan.FromDays(1), Now));
    }

    private static FleetConditions Judge(ProbeResult probe) => FleetJudgement.Of(probe, TimeSpan.FromDays(1), Now);
}
