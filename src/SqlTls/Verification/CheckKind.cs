namespace SqlTls.Verification;

/// <summary>A check as design and documentation name it, and how its results are made.</summary>
/// <param name="Id">Its public name.</param>
/// <param name="Code">Its code.</param>
/// <param name="Decides">What a failure means.</param>
internal sealed record CheckKind(string Id, string Code, Decision Decides)
{
    public static readonly CheckKind Listening = new("listening", VerificationCodes.Listening, Decision.Server);
    public static readonly CheckKind CertificatePresented = new("certificate-presented", VerificationCodes.CertificatePresented, Decision.Server);
    public static readonly CheckKind NamesCovered = new("names-covered", VerificationCodes.NamesCovered, Decision.Client);
    public static readonly CheckKind ChainSent = new("chain-sent", VerificationCodes.ChainSent, Decision.Client);
    public static readonly CheckKind EncryptedConnection = new("encrypted-connection", VerificationCodes.EncryptedConnection, Decision.Client);
    public static readonly CheckKind StrictConnection = new("strict-connection", VerificationCodes.StrictConnection, Decision.Client);
    public static readonly CheckKind UntrustedAuthorityRefused = new("untrusted-authority-refused", VerificationCodes.UntrustedAuthorityRefused, Decision.Client);
    public static readonly CheckKind WrongNameRefused = new("wrong-name-refused", VerificationCodes.WrongNameRefused, Decision.Client);
    public static readonly CheckKind PlaintextRefused = new("plaintext-refused", VerificationCodes.PlaintextRefused, Decision.Server);
    public static readonly CheckKind OldTlsRefused = new("old-tls-refused", VerificationCodes.OldTlsRefused, Decision.Advice);
    public static readonly CheckKind NotExpiring = new("not-expiring", VerificationCodes.NotExpiring, Decision.Client);

    public Check Passed(string message, params ReadOnlySpan<(string Name, string? Value)> evidence) => Make(CheckOutcome.Passed, message, "", evidence);

    public Check Skipped(string message, params ReadOnlySpan<(string Name, string? Value)> evidence) => Make(CheckOutcome.Skipped, message, "", evidence);

    public Check Failed(string message, string cure, params ReadOnlySpan<(string Name, string? Value)> evidence) => Make(CheckOutcome.Failed, message, cure, evidence);

    /// <summary>Failed for a diagnosed cause; the raw message stays in the evidence.</summary>
    public Check Failed(Diagnosis diagnosis, ConnectionAttempt attempt) =>
        Failed(diagnosis.Cause, diagnosis.Cure, ("diagnosis", diagnosis.Code), ("exception", attempt.Text));

    private Check Make(CheckOutcome outcome, string message, string cure, ReadOnlySpan<(string Name, string? Value)> evidence)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string? value) in evidence)
        {
            if (!string.IsNullOrEmpty(value))
            {
                values[name] = value;
            }
        }

        return new Check(Id, Code, outcome, message, cure, values, Decides);
    }
}
