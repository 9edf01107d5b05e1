using SqlTls.Certificates;
using SqlTls.Connector.Wire;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Tests.Verification;

/// <summary>SqlClient's own texts, of the native network layer (Windows) and of the managed one, and the cause that each has.</summary>
public sealed class DiagnosingTests : IDisposable
{
    private const string Login = "A connection was successfully established with the server, but then an error occurred during the login process. ";
    private const string PreLogin = "A connection was successfully established with the server, but then an error occurred during the pre-login handshake. ";
    private const string Managed = PreLogin + "(provider: TCP Provider, error: 35 - An internal exception was caught)";

    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("other.example.com"));

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData("SQLTLS4101", -2146893019, Login + "(provider: SSL Provider, error: 0 - The certificate chain was issued by an authority that is not trusted.)")]
    [InlineData("SQLTLS4101", -2146893019, Login + "(provider: SSL Provider, error: 0 - Die Zertifikatkette wurde von einer nicht vertrauenswürdigen Zertifizierungsstelle ausgestellt.)")]
    [InlineData("SQLTLS4103", -2146893022, Login + "(provider: SSL Provider, error: 0 - The target principal name is incorrect.)")]
    [InlineData("SQLTLS4103", -2146893022, Login + "(provider: SSL Provider, error: 0 - Der Zielprinzipalname ist falsch.)")]
    [InlineData("SQLTLS4101", -2146893019, Managed, "Certificate failed chain validation. Error(s): RevocationStatusUnknown, OfflineRevocation.")]
    [InlineData("SQLTLS4103", -2146893019, Managed, "Certificate name mismatch. The provided 'DataSource' or 'HostNameInCertificate' does not match the name in the certificate.")]
    [InlineData("SQLTLS4107", -2146893019, Managed, "Authentication failed, see inner exception.", "error:0A000410:SSL routines::sslv3 alert handshake failure")]
    [InlineData("SQLTLS4108", 20, "The instance of SQL Server you attempted to connect to does not support encryption.")]
    [InlineData("SQLTLS4112", 18456, "Login failed for user 'sa'.")]
    [InlineData("SQLTLS4112", 4060, "Cannot open database \"Shop\" requested by the login. The login failed.")]
    [InlineData("SQLTLS4112", 18470, "Login failed for user 'sa'. Reason: The account is disabled.")]
    [InlineData("SQLTLS4112", 18486, "Login failed for user 'sa' because the account is currently locked out.")]
    [InlineData("SQLTLS4112", 18487, "Login failed for user 'sa'.  Reason: The password of the account has expired.")]
    [InlineData("SQLTLS4112", 18488, "Login failed for user 'sa'.  Reason: The password of the account must be changed.")]
    [InlineData("SQLTLS4111", -2, "Connection Timeout Expired.  The timeout period elapsed during the post-login phase.", "The wait operation timed out.")]
    [InlineData("SQLTLS4111", 258, Login + "(provider: TCP Provider, error: 0 - Unknown error 258)")]
    [InlineData("SQLTLS4115", 0, PreLogin + "(provider: SSL Provider, error: 31 - Encryption(ssl/tls) handshake failed)", "Received an unexpected EOF or 0 bytes from the transport stream.")]
    public void The_text_leads_to_the_cause(string code, int number, params string[] texts) =>
        Assert.Equal(code, Diagnose(Seen.Failed(number, texts)).Code);

    [Theory]
    [InlineData("Keyword not supported: 'canarytail'.")]
    [InlineData("String 'canary' was not recognized as a valid Boolean.")]
    [InlineData("Format of the initialization string does not conform to specification starting at index 12: canary.")]
    public void Nothing_of_a_refused_connection_string_is_repeated(string text)
    {
        Check check = CheckKind.EncryptedConnection.Failed(Diagnose(Refused(text)), Refused(text));

        Assert.Equal("SQLTLS4116", check.Evidence["diagnosis"]);
        Assert.DoesNotContain("canary", string.Join('\n', [check.Message, check.Cure, .. check.Evidence.Values]), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_keyword_that_is_known_is_named() =>
        Assert.Equal("SqlClient does not take the value of 'encrypt' in the connection string.", Diagnose(Refused("Invalid value for key 'encrypt'.")).Cause);

    [Theory]
    [InlineData(UntrustedReason.Unsaid, "SQLTLS4101")]
    [InlineData(UntrustedReason.FormerAuthority, "SQLTLS4101")]
    [InlineData(UntrustedReason.MissingIntermediate, "SQLTLS4102")]
    internal void A_chain_that_ends_too_early_is_named_by_its_issuer(UntrustedReason reason, string code)
    {
        ProbeResult probe = Seen.Probe(_certificate.Leaf) with { Distrust = new Distrust(reason, "CN=Somebody") };

        Diagnosis diagnosis = Diagnosing.Of(Seen.Failed(-2146893019, Managed, "Certificate failed chain validation."), probe, "db.example.com", isStrict: false, DateTimeOffset.UtcNow);

        Assert.Equal(code, diagnosis.Code);
        Assert.Contains("'CN=Somebody'", diagnosis.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_a_certificate_is_told_by_its_error_and_by_no_note_beside_it()
    {
        ProbeResult probe = Seen.Probe(_certificate.Leaf) with { Chain = [], Findings = [new Finding(ProbeCodes.PlaintextAccepted, Severity.Note, "a note", "")] };
        var error = new Finding(ProbeCodes.NoCertificate, Severity.Error, "No certificate was seen.", "");

        Diagnosis told = Diagnosing.WithoutCertificate(probe with { Findings = [error, .. probe.Findings] });
        Diagnosis untold = Diagnosing.WithoutCertificate(probe);

        Assert.Equal(("SQLTLS4120", error.Message), (told.Code, told.Cause));
        Assert.Equal("SQLTLS4120", untold.Code);
        Assert.DoesNotContain("a note", untold.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_login_says_why_and_what_to_do()
    {
        Diagnosis diagnosis = Diagnose(Seen.Failed(18487, "Login failed for user 'sa'.  Reason: The password of the account has expired."));

        Assert.Equal("The connection was encrypted and validated, but the login's password has expired.", diagnosis.Cause);
        Assert.Contains("Change the password", diagnosis.Cure, StringComparison.Ordinal);
    }

    private static ConnectionAttempt Refused(string text) => new(false, null, [new Problem("ArgumentException", text, null)], TimedOut: false);

    private Diagnosis Diagnose(ConnectionAttempt attempt) =>
        Diagnosing.Of(attempt, Seen.Probe(_certificate.Leaf), "db.example.com", isStrict: false, DateTimeOffset.UtcNow);
}
