using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>
/// Finds the one cause of a failed connection from SqlClient's exceptions and what the probe saw. SqlClient's own texts name
/// RevocationStatusUnknown and OfflineRevocation whenever a chain is refused; they are noise, and never looked at.
/// </summary>
internal static class Diagnosing
{
    /// <summary>Why this attempt failed.</summary>
    /// <param name="attempt">A failed attempt.</param>
    /// <param name="probe">What the server shows to anybody.</param>
    /// <param name="host">The name that the client asked for.</param>
    /// <param name="isStrict">The client asked for strict encryption.</param>
    /// <param name="now">The time to judge expiry by.</param>
    public static Diagnosis Of(ConnectionAttempt attempt, ProbeResult probe, string host, bool isStrict, DateTimeOffset now) =>
        Connection(attempt, probe)
        ?? (attempt.RefusedForChain ? Certificate(probe, now) : null)
        ?? Handshake(attempt, probe, host, isStrict)
        ?? new Diagnosis(VerificationCodes.Unknown, $"The connection failed: {attempt.Text}", "Look at the server's error log; it may say more.");

    /// <summary>Why a server that answers shows no certificate, in none of the versions of TLS.</summary>
    /// <param name="probe">What it shows to anybody.</param>
    public static Diagnosis WithoutCertificate(ProbeResult probe)
    {
        // A note or a warning beside it is no cause.
        if (probe.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is not { } why)
        {
            return new Diagnosis(VerificationCodes.NoCertificate, "The server shows no certificate.", "Look at the server's error log; it says which certificate it loaded.");
        }

        return new Diagnosis(
            why.Code switch
            {
                ProbeCodes.NoEncryption => VerificationCodes.NoEncryption,
                ProbeCodes.NoCommonTls => VerificationCodes.TlsVersion,
                ProbeCodes.NoCertificate => VerificationCodes.NoCertificate,
                _ => probe.Unanswered == TlsSupport.None ? VerificationCodes.Interrupted : VerificationCodes.TimedOut,
            },
            why.Message,
            why.Cure);
    }

    private static Diagnosis? Connection(ConnectionAttempt attempt, ProbeResult probe) => attempt switch
    {
        { LoginRefusal: { } refusal } => LoginRefusals.Diagnose(refusal),
        { RefusedString: true } => new(
            VerificationCodes.ConnectionString,
            attempt.Problems.Select(problem => SqlClientString.KnownKeyword(problem.Message)).FirstOrDefault(keyword => keyword is not null) is { } keyword
                ? $"SqlClient does not take the value of '{keyword}' in the connection string."
                : "SqlClient does not take the connection string: it has a keyword or a value that is not known.",
            "Write Encrypt=Mandatory or Strict, TrustServerCertificate=False; put a value that holds a semicolon in quotes."),
        _ when attempt.Says("does not support encryption") || attempt.Problems.Any(problem => problem.Number == 20) => new(
            VerificationCodes.NoEncryption,
            "The server does not support encryption.",
            "Give it a certificate: sqltls up configures one."),
        _ when probe.Encryption == ServerEncryption.Off => new(
            VerificationCodes.NoEncryption,
            "The server encrypts the login alone, and no data.",
            "Configure a certificate and force encryption: sqltls up --force-encryption."),
        _ when probe.Certificate is null => WithoutCertificate(probe),
        _ => null,
    };

    private static Diagnosis? Certificate(ProbeResult probe, DateTimeOffset now)
    {
        if (probe.Certificate is not { } certificate)
        {
            return null;
        }

        if (certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
        {
            return new(
                VerificationCodes.Expired,
                string.Create(CultureInfo.InvariantCulture, $"The server's certificate expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC."),
                "Renew it and restart the server: sqltls up does both.");
        }

        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            return new(
                VerificationCodes.NotYetValid,
                string.Create(CultureInfo.InvariantCulture, $"The server's certificate is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC."),
                "Check the clocks of both machines, or wait.");
        }

        if (!CertificatePurposes.AllowServerAuthentication(certificate))
        {
            return new(
                VerificationCodes.NoServerAuthentication,
                "The server's certificate is not for server authentication (1.3.6.1.5.5.7.3.1 is missing from its extended key usage).",
                "Use a certificate whose extended key usage has Server Authentication.");
        }

        return probe.Findings.FirstOrDefault(finding => finding.Code is CertificateCodes.IssuerUnfit or CertificateCodes.NotVouchedFor) is { } unfit
            ? new(VerificationCodes.IssuerUnfit, unfit.Message, unfit.Cure)
            : Chain(certificate, probe.Distrust);
    }

    private static Diagnosis Chain(X509Certificate2 certificate, Distrust? distrust) => distrust switch
    {
        { Reason: UntrustedReason.MissingIntermediate } => new(VerificationCodes.MissingIntermediate, distrust.Missing, Distrust.CureOfMissing),
        { Reason: UntrustedReason.SelfSigned } => new(
            VerificationCodes.UntrustedAuthority,
            "The server's certificate vouches for itself, and the client does not trust it.",
            "Use a certificate that an authority has signed, or name this one: ServerCertificate=FILE in the connection string."),
        { Reason: UntrustedReason.FormerAuthority } => new(
            VerificationCodes.UntrustedAuthority,
            $"The client trusts an authority of the issuer's name, '{distrust.Issuer}', with another key: the authority was made again.",
            "Trust the authority that the server has now: name its file, or run sqltls up again."),
        { Reason: UntrustedReason.Unsaid } => new(
            VerificationCodes.UntrustedAuthority,
            $"The client does not trust '{distrust.Issuer}', which issued the server's certificate, nor does the server send what would lead to an authority that it trusts.",
            "Trust the issuer's authority: sqltls trust add, or ServerCertificate=FILE in the connection string; if the issuer is an intermediate, have the server send it."),
        _ => new(
            VerificationCodes.UntrustedAuthority,
            $"The client does not trust the authority '{certificate.Issuer}' that issued the server's certificate.",
            "Trust it: sqltls trust add, or ServerCertificate=FILE in the connection string."),
    };

    private static Diagnosis? Handshake(ConnectionAttempt attempt, ProbeResult probe, string host, bool isStrict) => attempt switch
    {
        _ when attempt.RefusedForName => new(
            VerificationCodes.WrongName,
            $"The client asked for '{host}', but the server's certificate is for {Names(probe)}.",
            $"Connect by one of these names, or make a certificate with --dns-name {host}."),
        _ when attempt.Says("ServerCertificate") || attempt.Says("does not match the certificate provided") => new(
            VerificationCodes.OtherCertificate,
            "The server's certificate is not the one that ServerCertificate names.",
            "Name the file of the certificate that the server presents now: sqltls certificate export."),
        _ when probe.StrictAlone && !isStrict => probe.Protocols is { Tls10: false, Tls11: false, Tls12: false }
            ? new(
                VerificationCodes.TlsVersion,
                "The server has TLS 1.3 alone, which only strict connections speak.",
                "Write Encrypt=Strict in the connection string, or allow TLS 1.2 on the server.")
            : new(VerificationCodes.StrictOnly, "The server accepts strict connections alone.", "Write Encrypt=Strict in the connection string."),
        _ when attempt.Says("handshake failure") || attempt.Says("unsupported protocol") || attempt.Says("protocol version") || attempt.Says("wrong version number") => new(
            VerificationCodes.TlsVersion,
            "Client and server have no version of TLS in common.",
            "Allow TLS 1.2 on the server: tlsprotocols = 1.2 in mssql.conf."),
        _ when attempt.Says("error: 31") && !probe.Strict => new(
            VerificationCodes.NoStrict,
            "The server does not speak TDS 8.0, which Encrypt=Strict needs.",
            "Write Encrypt=Mandatory, or use SQL Server 2022 or later with a certificate that it trusts itself."),
        { RanOutOfTime: true } => new(
            VerificationCodes.TimedOut,
            $"The server at {probe.Server} did not finish the connection in time.",
            "Check that it is up and not overloaded; --timeout gives it longer."),
        _ => null,
    };

    private static string Names(ProbeResult probe) => probe.Certificate is null ? "other names" : string.Join(", ", CertificateNames.Of(probe.Certificate));
}
