using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

public sealed class ServerChecksTests : IDisposable
{
    private static readonly TlsSupport OldOnes = new(true, true, false, false);

    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("db.example.com"));

    private ProbeResult Probe => Seen.Probe(_certificate.Leaf);

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData(true, CheckOutcome.Passed)]
    [InlineData(false, CheckOutcome.Failed)]
    [InlineData(null, CheckOutcome.Failed)]
    public void Plaintext_is_refused_where_the_server_was_seen_to_refuse_it(bool? refused, CheckOutcome outcome) => Assert.Equal(
        outcome, ServerChecks.PlaintextRefused(Probe with { PlaintextRefused = refused }, new VerificationRequest { ForceEncryption = true }).Outcome);

    [Fact]
    public void Old_TLS_is_not_refused_by_silence() =>
        Assert.Equal(CheckOutcome.Skipped, ServerChecks.OldTlsRefused(Probe with { Unanswered = OldOnes }, new VerificationRequest()).Outcome);

    [Theory]
    [InlineData(null, Decision.Advice)]
    [InlineData("1.0,1.1,1.2", Decision.Advice)]
    [InlineData("1.2", Decision.Server)]
    [InlineData("1.1,1.2", Decision.Server)]
    public void Old_TLS_is_the_servers_fault_where_other_versions_were_asked_for(string? protocols, Decision decides)
    {
        Check check = ServerChecks.OldTlsRefused(Probe with { Protocols = OldOnes }, new VerificationRequest { TlsProtocols = protocols });

        Assert.Equal((CheckOutcome.Failed, decides), (check.Outcome, check.Decides));
    }
}
