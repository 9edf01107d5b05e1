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
    /// <param name="chain">What is wrong with the chain as sent; null where nothing is.</param>
    /// <param name="now">The time to judge expiry by.</param>
    public static Diagnosis Of(ConnectionAttempt attempt, ProbeResult probe, string host, UntrustedReason? chain, DateTimeOffset now) =>
        Connection(attempt, probe)
        ?? (attempt.RefusedForChain ? Certificate(probe, chain, now) : null)
        ?? Handshake(attempt, probe, host)
        ?? new Diagnosis(VerificationCodes.Unknown, $"The connection failed: {attempt.Text}", "Look at the server's error log; it may say more.");

    private static Diagnosis? Connection(ConnectionAttempt attempt, ProbeResult probe) => attempt switch
    {
        _ when attempt.LoginFailed => new(
            VerificationCodes.LoginFailed,
            "The connection was encrypted and validated, but the server refused user or password.",
            "Set SQLTLS_PASSWORD to the password of the user, and name the user with --user."),
        _ when attempt.Problems.Any(problem => problem.Type is "ArgumentException" or "FormatException") => new(
            VerificationCodes.ConnectionString,
            $"SqlClient does not take the connection string: {attempt.Text}",
            "Correct the keyword or value it names."),
        _ when attempt.Says("does not support encryption") || attempt.Problems.Any(problem => problem.Number == 20) => new(
            VerificationCodes.NoEncryption,
            "The server does not support encryption.",
            "Give it a certificate: sqltls up configures one."),
        _ when attempt.Says("Name or service not known") || attempt.Says("No such host") || attempt.Says("nodename nor servname") => new(
            VerificationCodes.UnknownHost,
            $"The name {probe.Server.Host} cannot be resolved.",
            "Correct the name, or make it known to DNS or the hosts file."),
        _ when attempt.Says("Connection refused") || attempt.Says("actively refused") => new(
            VerificationCodes.Refused,
            $"Nothing listens at {probe.Server}.",
            "Start the server, or correct host and port."),
        _ when !probe.Reachable && probe.Findings.Any(finding => finding.Code == ProbeCodes.NotSqlServer) => new(
            VerificationCodes.NotSqlServer,
            $"What answers at {probe.Server} is no SQL Server.",
            "Correct the port."),
        _ when probe.Encryption == ServerEncryption.Off => new(
            VerificationCodes.NoEncryption,
            "The server encrypts the login alone, and no data.",
            "Configure a certificate and force encryption: sqltls up --force-encryption."),
        _ when probe.Reachable && Interruption(probe) is { } interruption => new(
            attempt.TimedOut ? VerificationCodes.TimedOut : VerificationCodes.Interrupted, interruption.Message, interruption.Cure),
        _ when attempt.TimedOut && probe.Findings.Any(finding => finding.Code is ProbeCodes.Interrupted or ProbeCodes.Unreachable) => new(
            VerificationCodes.TimedOut,
            $"The server at {probe.Server} did not answer in time.",
            "Check that it is up and that no firewall swallows the packets; --timeout gives it longer."),
        _ => null,
    };

    private static Diagnosis? Certificate(ProbeResult probe, UntrustedReason? chain, DateTimeOffset now)
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
            : Chain(certificate, chain);
    }

    private static Diagnosis Chain(X509Certificate2 certificate, UntrustedReason? chain) => chain switch
    {
        UntrustedReason.MissingIntermediate => new(VerificationCodes.MissingIntermediate, Trusting.MissingIssuer(certificate), Trusting.CureOfMissingIssuer),
        UntrustedReason.SelfSigned => new(
            VerificationCodes.UntrustedAuthority,
            "The server's certificate vouches for itself, and the client does not trust it.",
            "Use a certificate that an authority has signed, or name this one: ServerCertificate=FILE in the connection string."),
        _ => new(
            VerificationCodes.UntrustedAuthority,
            $"The client does not trust the authority '{certificate.Issuer}' that issued the server's certificate.",
            "Trust it: sqltls trust add, or ServerCertificate=FILE in the connection string."),
    };

    private static Finding? Interruption(ProbeResult probe) => probe.Findings.FirstOrDefault(finding => finding.Code == ProbeCodes.Interrupted);

    private static Diagnosis? Handshake(ConnectionAttempt attempt, ProbeResult probe, string host) => attempt switch
    {
        _ when attempt.RefusedForName => new(
            VerificationCodes.WrongName,
            $"The client asked for '{host}', but the server's certificate is for {Names(probe)}.",
            $"Connect by one of these names, or make a certificate with --dns-name {host}."),
        _ when attempt.Says("ServerCertificate") || attempt.Says("does not match the certificate provided") => new(
            VerificationCodes.OtherCertificate,
            "The server's certificate is not the one that ServerCertificate names.",
            "Name the file of the certificate that the server presents now: sqltls certificate export."),
        _ when attempt.Says("handshake failure") || attempt.Says("unsupported protocol") || attempt.Says("protocol version") || attempt.Says("wrong version number") => new(
            VerificationCodes.TlsVersion,
            "Client and server have no version of TLS in common.",
            "Allow TLS 1.2 on the server: tlsprotocols = 1.2 in mssql.conf."),
        _ when probe.Strict && probe.Protocols is { Tls10: false, Tls11: false, Tls12: false } => new(
            VerificationCodes.TlsVersion,
            "The server has TLS 1.3 alone, which only strict connections speak.",
            "Write Encrypt=Strict in the connection string, or allow TLS 1.2 on the server."),
        _ when probe.Strict && probe.Encryption == ServerEncryption.Unsupported => new(
            VerificationCodes.StrictOnly,
            "The server accepts strict connections alone.",
            "Write Encrypt=Strict in the connection string."),
        _ when attempt.Says("error: 31") && !probe.Strict => new(
            VerificationCodes.NoStrict,
            "The server does not speak TDS 8.0, which Encrypt=Strict needs.",
            "Write Encrypt=Mandatory, or use SQL Server 2022 or later with a certificate that it trusts itself."),
        _ when attempt.TimedOut => new(
            VerificationCodes.TimedOut,
            $"The server at {probe.Server} did not finish the connection in time.",
            "Check that it is up and not overloaded; --timeout gives it longer."),
        _ => null,
    };

    private static string Names(ProbeResult probe) => probe.Certificate is null ? "other names" : string.Join(", ", CertificateNames.Of(probe.Certificate));
}
