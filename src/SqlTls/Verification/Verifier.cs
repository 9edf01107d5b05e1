using System.Diagnostics;
using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>Proves that good connections succeed and that the ones that must fail do fail.</summary>
public static class Verifier
{
    /// <summary>Runs every check.</summary>
    /// <param name="request">What is to be proved.</param>
    /// <param name="cancellationToken">Ends it; no process is left behind.</param>
    /// <returns>The checks in the design's order, each passed, failed or skipped.</returns>
    /// <exception cref="SqlTlsException">The words are wrong (a server or a connection string that is none), or the connector cannot run.</exception>
    public static async Task<VerificationResult> RunAsync(VerificationRequest request, CancellationToken cancellationToken = default)
    {
        await using var connectors = new Connectors(request.Authority);
        return await RunAsync(request, connectors, cancellationToken);
    }

    /// <summary>Runs every check by connectors that others use too.</summary>
    /// <param name="request">What is to be proved.</param>
    /// <param name="connectors">They trust the request's authority.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<VerificationResult> RunAsync(VerificationRequest request, Connectors connectors, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        SqlClientString text = request.ConnectionString is { } given
            ? SqlClientString.Parse(given)
            : SqlClientString.Of(request.Server, request.Password is null ? null : request.User ?? "sa", request.Password);
        ServerAddress server = ServerAddress.Parse(text.Server!);
        IReadOnlyList<string> names = request.Names.Count > 0 ? request.Names : [text.HostNameInCertificate ?? server.Host];

        var probeRequest = new ProbeRequest(server, names, request.Authority is null ? [] : [request.Authority], request.Timeout) { Intermediates = request.Intermediates };
        ProbeResult probe = await TlsProbe.RunAsync(probeRequest, cancellationToken);
        IReadOnlyList<Check> clients = await new ClientChecks(request, probe, text, connectors).RunAsync(cancellationToken);
        IReadOnlyList<Check> checks =
        [
            ServerChecks.Listening(probe),
            ServerChecks.CertificatePresented(probe, request.ExpectedThumbprint),
            ServerChecks.NamesCovered(probe, names),
            ServerChecks.ChainSent(probe),
            .. clients,
            ServerChecks.PlaintextRefused(probe, request),
            ServerChecks.OldTlsRefused(probe, request),
            ServerChecks.NotExpiring(probe, request.RenewBefore, DateTimeOffset.UtcNow),
        ];
        return new VerificationResult(probe, checks, Stopwatch.GetElapsedTime(start));
    }
}
