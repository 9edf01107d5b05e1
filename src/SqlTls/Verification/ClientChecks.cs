using SqlTls.Certificates;
using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>The checks that Microsoft.Data.SqlClient decides, in processes that trust this authority and in one that trusts another.</summary>
internal sealed class ClientChecks(VerificationRequest request, ProbeResult probe, SqlClientString text, Connectors connectors)
{
    // What SqlClient itself is told, so that its own messages come before this process gives up on it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static bool TrustIsByFile => Connectors.TrustIsByFile;

    private string? CertificateFile => request.CertificateFile ?? text.CertificateFile;

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellationToken)
    {
        if (!probe.Reachable)
        {
            return [.. All.Select(kind => kind.Skipped("The server does not answer."))];
        }

        return await Task.WhenAll(
            EncryptedAsync(cancellationToken),
            StrictAsync(cancellationToken),
            UntrustedAsync(cancellationToken),
            WrongNameAsync(cancellationToken));
    }

    private static CheckKind[] All =>
        [CheckKind.EncryptedConnection, CheckKind.StrictConnection, CheckKind.UntrustedAuthorityRefused, CheckKind.WrongNameRefused];

    private async Task<Check> EncryptedAsync(CancellationToken cancellationToken)
    {
        CheckKind kind = CheckKind.EncryptedConnection;
        if (request.ConnectionString is not null && (text.TrustsAnything || text.IsPlain))
        {
            return kind.Failed(
                text.IsPlain ? "The connection string switches encryption off." : "The connection string switches validation off: TrustServerCertificate=true.",
                text.IsPlain ? "Write Encrypt=Mandatory." : "Write TrustServerCertificate=False, and trust the authority: sqltls trust add.");
        }

        if (request.ForceStrict)
        {
            ConnectionAttempt older = await connectors.Trusting.TryAsync(Text("Mandatory", certificate: CertificateFile), request.Timeout + Grace, cancellationToken);
            return RefusalChecks.StrictAlone(older, probe);
        }

        if (probe.StrictAlone && request.ConnectionString is null)
        {
            return kind.Skipped("The server accepts strict connections alone; the next check proves them.");
        }

        // Where the authority can be trusted by file, the chain is validated in full; then the string that is handed out, which
        // names the certificate's file, where nothing is trusted.
        ConnectionAttempt? byChain = TrustIsByFile && request.Authority is not null || CertificateFile is null
            ? await connectors.Trusting.TryAsync(Text(), request.Timeout + Grace, cancellationToken)
            : null;
        ConnectionAttempt? byFile = CertificateFile is null
            ? null
            : await connectors.Distrusting.TryAsync(Text(certificate: CertificateFile), request.Timeout + Grace, cancellationToken);
        foreach (ConnectionAttempt attempt in new[] { byChain, byFile }.OfType<ConnectionAttempt>())
        {
            if (!Accepted(attempt))
            {
                return kind.Failed(Diagnose(attempt), attempt);
            }

            if (attempt.EncryptOption is "FALSE")
            {
                return kind.Failed("The connection was opened, but the server says that it is not encrypted.", "Look for a proxy between client and server.", ("encryptOption", "FALSE"));
            }
        }

        // SqlClient on Linux takes keys and signatures that other clients, and SqlClient elsewhere, refuse.
        if (probe.Findings.FirstOrDefault(finding => finding.Code is CertificateCodes.KeyTooShort or CertificateCodes.WeakSignature) is { } weak)
        {
            return kind.Failed($"SqlClient connected, but not every client will: {weak.Message}", weak.Cure, ("diagnosis", weak.Code));
        }

        ConnectionAttempt any = byChain ?? byFile!;
        string how = byChain is null ? "by the certificate's file" : byFile is null ? "by its chain" : "by its chain, and by the certificate's file";
        return kind.Passed(
            request.Password is null && !text.HasLogin
                ? $"SqlClient validated the server {how}; without a password the login ends there."
                : $"SqlClient connected encrypted, and validated the server {how}.",
            ("encryptOption", any.EncryptOption),
            ("login", Login(any)));
    }

    private async Task<Check> StrictAsync(CancellationToken cancellationToken)
    {
        CheckKind kind = CheckKind.StrictConnection;
        if (!probe.Strict && !request.ForceStrict && !text.IsStrict)
        {
            return kind.Skipped("The server does not speak TDS 8.0.");
        }

        // ServerCertificate alone, where the authority cannot be trusted by file.
        string? certificate = TrustIsByFile && request.Authority is not null ? null : CertificateFile;
        ConnectionAttempt attempt = await connectors.Trusting.TryAsync(Text("Strict", certificate: certificate), request.Timeout + Grace, cancellationToken);
        return Accepted(attempt)
            ? kind.Passed("SqlClient connected with Encrypt=Strict, and validated the server.", ("encryptOption", attempt.EncryptOption), ("login", Login(attempt)))
            : kind.Failed(Diagnose(attempt, "Strict"), attempt);
    }

    private async Task<Check> UntrustedAsync(CancellationToken cancellationToken)
    {
        CheckKind kind = CheckKind.UntrustedAuthorityRefused;
        if (!TrustIsByFile)
        {
            return kind.Skipped("On this system trust is not by file, so no process can trust another authority only.");
        }

        ConnectionAttempt attempt = await connectors.Distrusting.TryAsync(Text(Mode), request.Timeout + Grace, cancellationToken);
        return RefusalChecks.UntrustedAuthority(attempt, Diagnose);
    }

    private async Task<Check> WrongNameAsync(CancellationToken cancellationToken)
    {
        CheckKind kind = CheckKind.WrongNameRefused;
        if (probe.Certificate is not { } certificate)
        {
            return kind.Skipped("The server shows no certificate.");
        }

        if (probe.Distrust is not null && TrustIsByFile)
        {
            return kind.Skipped("The server is refused for its chain already.");
        }

        // A wrong HostNameInCertificate proves nothing where the server's own name matches: the server must be reached by a wrong name.
        await using Relay? relay = Relay.Start(probe.Server, host => CertificateNames.Covers(certificate, host));
        if (relay is null)
        {
            return kind.Skipped("Every address of this machine is in the certificate.");
        }

        ConnectionAttempt attempt = await connectors.Trusting.TryAsync(text.WithoutHost().With(Mode, relay.Address, timeout: request.Timeout), request.Timeout + Grace, cancellationToken);
        return RefusalChecks.WrongName(attempt, relay.Host, TrustIsByFile, Diagnose);
    }

    // A user's own string is proved as it is; else the connections are of the kind that the server has.
    private string Mode => request.ForceStrict || text.IsStrict || (probe.StrictAlone && request.ConnectionString is null) ? "Strict" : "Mandatory";

    private bool Accepted(ConnectionAttempt attempt) =>
        attempt.Connected || (attempt.LoginRefusal is not null && request.Password is null && !text.HasLogin);

    private static string Login(ConnectionAttempt accepted) => accepted.Connected ? "accepted" : $"refused, {accepted.LoginRefusal}";

    private string Text(string? encrypt = null, string? certificate = null) =>
        text.With(encrypt ?? Mode, $"{probe.Server}", certificate, request.Timeout);

    private Diagnosis Diagnose(ConnectionAttempt attempt) => Diagnose(attempt, Mode);

    private Diagnosis Diagnose(ConnectionAttempt attempt, string mode) =>
        Diagnosing.Of(attempt, probe, probe.Server.Host, isStrict: mode == "Strict", DateTimeOffset.UtcNow);
}
