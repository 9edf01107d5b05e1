using SqlTls.Certificates;
using SqlTls.Fleets;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Tests.Fleets;

public sealed class FleetJudgementTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ProbeReport Good = new(
        1,
        "sql1,1433",
        Reachable: true,
        ServerEncryption.Required,
        Strict: true,
        new ProbeReport.Versions(Tls10: false, Tls11: false, Tls12: true, Tls13: true),
        "TLS_AES_256_GCM_SHA384",
        new CertificateDescription("00", "CN=sql1", "CN=authority", ["sql1"], Now.UtcDateTime.AddDays(-1), Now.UtcDateTime.AddDays(30), "RSA", 2048, "SHA256RSA"),
        ["00"],
        []);

    [Fact]
    public void Nothing_holds_for_a_good_server() => Assert.Equal(FleetConditions.None, Judge(Good));

    [Fact]
    public void A_server_that_does_not_answer_is_unreachable_and_nothing_else() => Assert.Equal(
        FleetConditions.Unreachable | FleetConditions.Error,
        Judge(ProbeReport.Unreachable("sql1,1433", new Finding(ProbeCodes.Unreachable, Severity.Error, "Nothing answers.", ""))));

    [Theory]
    [InlineData(29, FleetConditions.None)]
    [InlineData(30, FleetConditions.Expiring)]
    public void A_certificate_expires_from_the_day_that_was_said(int days, FleetConditions expected) =>
        Assert.Equal(expected, FleetJudgement.Of(Good, TimeSpan.FromDays(days), Now));

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
    public void A_chain_that_ends_nowhere_is_untrusted(string code) => Assert.Equal(
        FleetConditions.Untrusted | FleetConditions.Error,
        Judge(Good with { Findings = [new Finding(code, Severity.Error, "", "")] }));

    [Fact]
    public void A_server_without_a_certificate_is_untrusted() => Assert.Equal(FleetConditions.Untrusted, Judge(Good with { Certificate = null }));

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
        ProbeReport[] reports = [Good, Good with { Encryption = ServerEncryption.On }, ProbeReport.Unreachable("x,1", new Finding("X", Severity.Error, "", ""))];

        FleetSummary summary = reports.Aggregate(FleetSummary.Empty, (sum, report) => sum.With(report, Judge(report)));

        Assert.Equal(new FleetSummary(3, 2, 2, 2, 2, 0, 1, 1), summary);
    }

    private static FleetConditions Judge(ProbeReport report) => FleetJudgement.Of(report, TimeSpan.FromDays(1), Now);
}
