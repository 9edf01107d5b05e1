using System.Globalization;
using SqlTls.Certificates;
using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>The checks that the probe alone decides: pure functions of what it saw and what was asked.</summary>
internal static class ServerChecks
{
    public static Check Listening(ProbeResult probe) => probe.Reachable
        ? CheckKind.Listening.Passed($"{probe.Server} answers as SQL Server does.", ("server", $"{probe.Server}"), ("version", probe.Version?.ToString()))
        : CheckKind.Listening.Failed(probe.Findings[0].Message, probe.Findings[0].Cure, ("server", $"{probe.Server}"), ("diagnosis", probe.Findings[0].Code));

    public static Check CertificatePresented(ProbeResult probe, string? expected)
    {
        CheckKind kind = CheckKind.CertificatePresented;
        if (!probe.Reachable)
        {
            return kind.Skipped("The server does not answer.");
        }

        if (probe.Certificate is not { } certificate)
        {
            Diagnosis why = Diagnosing.WithoutCertificate(probe);
            return kind.Failed(why.Cause, why.Cure, ("expected", expected), ("diagnosis", why.Code));
        }

        string thumbprint = CertificateDescription.Of(certificate).Thumbprint;
        return expected is null || expected == thumbprint
            ? kind.Passed(expected is null ? $"The server shows the certificate {thumbprint}." : "The server shows the configured certificate.", ("thumbprint", thumbprint))
            : kind.Failed("The server shows another certificate than the configured one.", "Restart the server; it reads its certificate when it starts.", ("thumbprint", thumbprint), ("expected", expected));
    }

    public static Check NamesCovered(ProbeResult probe, IReadOnlyList<string> names)
    {
        CheckKind kind = CheckKind.NamesCovered;
        if (probe.Certificate is not { } certificate)
        {
            return kind.Skipped("The server shows no certificate.");
        }

        string has = string.Join(", ", CertificateNames.Of(certificate));
        if (names.Count > 0 && CertificateNames.AlternativeNames(certificate) is null)
        {
            return kind.Failed(
                $"The certificate has its name ({has}) in the CN alone, where most clients do not look.",
                "Make a certificate that lists every name of the server as a subject alternative name.",
                ("names", has));
        }

        string[] missing = [.. names.Where(name => !CertificateNames.Covers(certificate, name))];
        return missing.Length == 0
            ? kind.Passed("Every name asked for is in the certificate.", ("asked", string.Join(", ", names)), ("names", has))
            : kind.Failed(
                $"Not in the certificate: {string.Join(", ", missing)}. It is for {has}.",
                $"Connect by one of its names, or make a certificate with --dns-name {missing[0]}.",
                ("diagnosis", VerificationCodes.WrongName),
                ("missing", string.Join(", ", missing)),
                ("names", has));
    }

    public static Check ChainSent(ProbeResult probe)
    {
        CheckKind kind = CheckKind.ChainSent;
        if (probe.Certificate is null)
        {
            return kind.Skipped("The server shows no certificate.");
        }

        (string, string?) sent = ("sent", $"{probe.Chain.Count}");
        return probe.Distrust switch
        {
            { Reason: UntrustedReason.MissingIntermediate } distrust => kind.Failed(distrust.Missing, Distrust.CureOfMissing, sent, ("diagnosis", VerificationCodes.MissingIntermediate)),
            { Reason: UntrustedReason.Unsaid } distrust => kind.Skipped($"Whether '{distrust.Issuer}' is an authority or an intermediate that should have been sent is not known.", sent),
            _ => kind.Passed("Nothing is missing between the server's certificate and its authority.", sent),
        };
    }

    public static Check PlaintextRefused(ProbeResult probe, VerificationRequest request) => (request.ForceEncryption || request.ForceStrict, probe.PlaintextRefused) switch
    {
        (_, _) when !probe.Reachable => CheckKind.PlaintextRefused.Skipped("The server does not answer."),
        (false, _) => CheckKind.PlaintextRefused.Skipped("Encryption is not forced."),
        (_, true) => CheckKind.PlaintextRefused.Passed("A client without encryption is turned away."),
        (_, null) => CheckKind.PlaintextRefused.Failed(
            "Whether a client without encryption is turned away is not known: the server did not answer it in time.",
            "Look for what swallows packets between here and the server; --timeout gives it longer."),
        _ => CheckKind.PlaintextRefused.Failed("A client without encryption is let in, though encryption is forced.", "Restart the server; it reads forceencryption when it starts."),
    };

    public static Check OldTlsRefused(ProbeResult probe, VerificationRequest request)
    {
        CheckKind kind = CheckKind.OldTlsRefused;
        TlsSupport protocols = probe.Protocols;
        (string, string?)[] evidence =
        [
            ("tls1.0", Word(protocols.Tls10, probe.Unanswered.Tls10)), ("tls1.1", Word(protocols.Tls11, probe.Unanswered.Tls11)),
            ("tls1.2", Word(protocols.Tls12, probe.Unanswered.Tls12)), ("tls1.3", Word(protocols.Tls13, probe.Unanswered.Tls13)),
        ];
        return (probe.Reachable, protocols.Old, probe.Unanswered.Old) switch
        {
            (false, _, _) => kind.Skipped("The server does not answer."),
            (_, { Length: > 0 } old, _) => kind.Failed($"The server accepts {old}.", "Allow TLS 1.2 and later alone: --tls-protocols 1.2.", evidence) with { Decides = request.Forbids(protocols) ? Decision.Server : kind.Decides },
            (_, _, { Length: > 0 } unknown) => kind.Skipped($"Whether {unknown} is refused is not known: the server did not answer in time.", evidence),
            _ => kind.Passed("A ClientHello of TLS 1.0 or 1.1 gets no ServerHello.", evidence),
        };
    }

    public static Check NotExpiring(ProbeResult probe, TimeSpan renewBefore, DateTimeOffset now)
    {
        CheckKind kind = CheckKind.NotExpiring;
        if (probe.Certificate is not { } certificate)
        {
            return kind.Skipped("The server shows no certificate.");
        }

        DateTime end = certificate.NotAfter.ToUniversalTime();
        TimeSpan left = end - now.UtcDateTime;
        (string, string?)[] evidence = [("notAfter", end.ToString("O", CultureInfo.InvariantCulture)), ("daysLeft", $"{Math.Floor(left.TotalDays)}")];
        return left > renewBefore
            ? kind.Passed(string.Create(CultureInfo.InvariantCulture, $"The certificate is valid for {left.TotalDays:0.0} more days."), evidence)
            : kind.Failed(
                left < TimeSpan.Zero ? "The certificate has expired." : string.Create(CultureInfo.InvariantCulture, $"The certificate expires in {left.TotalDays:0.0} days."),
                "Renew it: sqltls up makes a new one and restarts the server.",
                evidence);
    }

    private static string Word(bool isAccepted, bool isUnanswered) => isAccepted ? "accepted" : isUnanswered ? "no answer" : "refused";
}
