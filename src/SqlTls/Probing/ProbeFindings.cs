using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>Judges what a probe saw.</summary>
internal static class ProbeFindings
{
    private const string FallbackSubject = "SSL_Self_Signed_Fallback";

    public static IReadOnlyList<Finding> Of(ProbeResult seen, Exception? failure, ProbeRequest request)
    {
        IEnumerable<Finding> findings = seen.Reachable
            ? [.. Encryption(seen, failure), .. Protocols(seen), .. Certificate(seen, request)]
            : [Unreachable(seen.Server, failure)];
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    private static Finding Unreachable(ServerAddress server, Exception? failure) => failure switch
    {
        _ when HostNames.WhyUnknown(server.Host, failure) is { } unknown => Error(ProbeCodes.Unreachable, unknown.Message, unknown.Cure),
        // A reset comes from somebody: it is an answer of a kind.
        SocketException { SocketErrorCode: not SocketError.ConnectionReset } socket => Error(
            ProbeCodes.Unreachable, $"Nothing answers at {server}: {socket.Message}.", "Start the server, or correct host and port."),
        OperationCanceledException => Error(
            ProbeCodes.Interrupted, $"The server at {server} accepted the connection or swallowed it, and did not answer in time.", "Check that it is a SQL Server and up; --timeout gives it longer."),
        TdsProtocolException protocol => Error(
            ProbeCodes.NotSqlServer, $"What answers at {server} is no SQL Server: {protocol.Message}", "Correct the port."),
        null => Error(
            ProbeCodes.NotSqlServer, $"What answers at {server} says nothing about encryption, as SQL Server always does.", "Correct the port."),
        _ => Error(
            ProbeCodes.Interrupted, $"The server at {server} broke the connection off: {failure.Message}", "Look at the server's error log, or correct the port."),
    };

    private static IEnumerable<Finding> Encryption(ProbeResult seen, Exception? failure)
    {
        switch (seen.Encryption)
        {
            case ServerEncryption.Unsupported:
                yield return Error(ProbeCodes.NoEncryption, "The server does not support encryption.", "Give it a certificate: sqltls up configures one.");
                yield break;
            case ServerEncryption.Off:
                yield return Error(ProbeCodes.NoEncryption, "The server encrypts the login alone, and no data.", "Configure a certificate and force encryption: sqltls up --force-encryption.");
                break;
            case ServerEncryption.On when seen.PlaintextRefused == false:
                yield return new Finding(ProbeCodes.PlaintextAccepted, Severity.Note, "The server accepts clients that do not encrypt.", "Force encryption: sqltls up --force-encryption.");
                break;
            default:
                break;
        }

        if (seen.Protocols == TlsSupport.None)
        {
            yield return failure switch
            {
                OperationCanceledException => Error(
                    ProbeCodes.Interrupted, "The server went silent in the TLS handshake.", "Check that it is up and not overloaded; --timeout gives it longer."),
                TlsAlertException or null => NoCommonTls(),
                _ => Error(ProbeCodes.Interrupted, "The server broke the TLS handshake off.", "Look at its error log: it may have no version of TLS or no cipher that this machine has."),
            };
        }
    }

    private static Finding NoCommonTls() =>
        Error(ProbeCodes.NoCommonTls, "The server took none of TLS 1.0 to 1.3.", "Look at tlsprotocols and tlsciphers, and at the server's error log.");

    private static IEnumerable<Finding> Protocols(ProbeResult seen)
    {
        if (seen.Protocols.Old is { Length: > 0 } old)
        {
            bool isAll = seen.Protocols is { Tls12: false, Tls13: false };
            yield return new Finding(
                ProbeCodes.OldTls,
                isAll ? Severity.Error : Severity.Warning,
                isAll ? $"The server accepts {old} and nothing later, which today's clients refuse." : $"The server accepts {old}.",
                "Allow TLS 1.2 and later alone: tlsprotocols = 1.2 in mssql.conf, or Schannel's settings on Windows.");
        }
    }

    private static IEnumerable<Finding> Certificate(ProbeResult seen, ProbeRequest request)
    {
        if (seen.Certificate is not { } certificate)
        {
            // Without TLS there is none to see, and that is said already.
            if (seen.Protocols != TlsSupport.None)
            {
                yield return NoCertificate(seen.Protocols);
            }

            yield break;
        }

        if (certificate.Subject.Contains(FallbackSubject, StringComparison.OrdinalIgnoreCase))
        {
            yield return Error(ProbeCodes.FallbackCertificate, "The certificate is the one that SQL Server makes for itself: no client can validate it.", "Configure a certificate of your own: sqltls up.");
            yield break;
        }

        IReadOnlyList<string> names = request.Names.Count > 0 ? request.Names : [seen.Server.Host];
        // An authority that was made again did not sign what its namesake signed: that is said once, below.
        X509Certificate2[] above = [.. seen.Chain.Skip(1), .. request.Authorities.Where(authority => !seen.Chain.Any(sent => IssuerChain.IsNamesake(authority, sent)))];
        var context = new RequirementContext(names, DateTimeOffset.UtcNow) { IsVouchedFor = seen.Distrust is null };
        bool isForbidden = false;
        foreach (Finding finding in CertificateRequirements.Check(certificate, above, context))
        {
            isForbidden |= finding.Code == CertificateCodes.NotVouchedFor;
            // The one name that this probe went by may be an alias; what the host is called, only a list of names says.
            if (request.Names.Count > 0 || finding.Code != CertificateCodes.CommonName)
            {
                yield return finding;
            }
        }

        // One cause is enough: a chain that is forbidden is not trusted either.
        if (!isForbidden && seen.Distrust is { } distrust)
        {
            yield return Untrusted(certificate, distrust);
        }
    }

    // Up to TLS 1.2 a certificate stands in the clear, and every suite that is offered asks for one.
    private static Finding NoCertificate(TlsSupport protocols) => protocols is { Tls10: false, Tls11: false, Tls12: false }
        ? Error(
            ProbeCodes.NoCertificate,
            "No certificate was seen: the server takes TLS 1.3 alone inside TDS 7.x, which encrypts it and which SQL Server's clients do not speak there.",
            "Allow TLS 1.2 beside it, or serve strict connections (TDS 8.0).")
        : Error(
            ProbeCodes.NoCertificate,
            "No certificate was seen: the server answers the TLS handshake without one, and no client can validate it.",
            "Check that it is a SQL Server with a certificate, and look at its error log.");

    private static Finding Untrusted(X509Certificate2 certificate, Distrust distrust) => distrust.Reason switch
    {
        UntrustedReason.MissingIntermediate => Error(CertificateCodes.ChainIncomplete, distrust.Missing, Distrust.CureOfMissing),
        UntrustedReason.SelfSigned => Error(
            ProbeCodes.Untrusted,
            "The certificate vouches for itself, and it is not trusted here.",
            "Use a certificate that an authority has signed, or name this one's file with --authority."),
        UntrustedReason.FormerAuthority => Error(
            ProbeCodes.Untrusted,
            $"The authority that was named, '{distrust.Issuer}', bears the issuer's name, but has another key: it was made again.",
            "Name the file of the authority that the server has now, or run sqltls up again."),
        UntrustedReason.Unsaid => Error(
            ProbeCodes.Untrusted,
            $"The authority that was named did not issue the certificate, and nothing is sent between the two; its issuer is '{distrust.Issuer}'.",
            "Name the file of the issuer's own authority with --authority; where the issuer is an intermediate, have the server send it."),
        _ => Error(
            ProbeCodes.Untrusted,
            $"No authority that is trusted here vouches for the certificate; its issuer is '{certificate.Issuer}'.",
            "Name the authority's file with --authority, or trust it: sqltls trust add."),
    };

    private static Finding Error(string code, string message, string cure) => new(code, Severity.Error, message, cure);
}
