using SqlTls.Certificates;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

public sealed class RefusalChecksTests : IDisposable
{
    private static readonly ConnectionAttempt ForItsChain = Seen.Failed(-2146893019, "The certificate chain was issued by an authority that is not trusted.");
    private static readonly ConnectionAttempt ForItsName = Seen.Failed(-2146893022, "The target principal name is incorrect.");
    private static readonly ConnectionAttempt ForItsLogin = Seen.Failed(18456, "Login failed for user 'sa'.");
    private static readonly ConnectionAttempt ForSomethingElse = Seen.Failed(10054, "An existing connection was forcibly closed by the remote host.");

    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("db.example.com"));

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public void A_wrong_name_that_is_refused_is_proof() => Assert.Equal(CheckOutcome.Passed, WrongName(ForItsName, trustIsByFile: false).Outcome);

    [Fact]
    public void A_wrong_name_proves_nothing_where_this_machine_does_not_trust_the_authority() =>
        Assert.Equal(CheckOutcome.Skipped, WrongName(ForItsChain, trustIsByFile: false).Outcome);

    [Fact]
    public void A_wrong_name_that_is_refused_for_the_chain_is_a_failure_where_the_authority_was_trusted() =>
        Assert.Equal(CheckOutcome.Failed, WrongName(ForItsChain, trustIsByFile: true).Outcome);

    [Fact]
    public void A_client_that_gets_as_far_as_the_login_has_accepted_the_server_whatever_comes_of_the_login()
    {
        Check name = WrongName(ForItsLogin, trustIsByFile: true);
        Check authority = RefusalChecks.UntrustedAuthority(ForItsLogin, Unforeseen);

        Assert.Equal([CheckOutcome.Failed, CheckOutcome.Failed], [name.Outcome, authority.Outcome]);
        Assert.All([name, authority], check => Assert.Contains("switches validation off", check.Cure));
    }

    [Fact]
    public void Strict_that_is_forced_is_proved_by_a_server_that_turns_the_older_client_away() =>
        Assert.Equal(CheckOutcome.Skipped, RefusalChecks.StrictAlone(ForSomethingElse, Probe with { StrictAlone = true }).Outcome);

    [Fact]
    public void Strict_that_is_forced_is_disproved_by_a_login_of_the_older_kind_even_one_that_fails()
    {
        Check connected = RefusalChecks.StrictAlone(Seen.Connected, Probe);
        Check refused = RefusalChecks.StrictAlone(ForItsLogin, Probe with { StrictAlone = true });

        Assert.Equal((CheckOutcome.Failed, Decision.Server), (connected.Outcome, connected.Decides));
        Assert.Equal((CheckOutcome.Failed, Decision.Server), (refused.Outcome, refused.Decides));
    }

    [Fact]
    public void Strict_that_is_forced_is_not_proved_by_a_failure_for_another_reason()
    {
        Check check = RefusalChecks.StrictAlone(ForItsChain, Probe);

        Assert.Equal((CheckOutcome.Failed, Decision.Server), (check.Outcome, check.Decides));
    }

    private ProbeResult Probe => Seen.Probe(_certificate.Leaf);

    private static Check WrongName(ConnectionAttempt attempt, bool trustIsByFile) =>
        RefusalChecks.WrongName(attempt, "127.66.66.66", trustIsByFile, Unforeseen);

    private static Diagnosis Unforeseen(ConnectionAttempt attempt) => new("SQLTLS4199", "another cause", "another cure");
}
