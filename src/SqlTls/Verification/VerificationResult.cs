using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>What was proved.</summary>
/// <param name="Probe">What the server shows to anybody.</param>
/// <param name="Checks">Every check of the design, in its order.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record VerificationResult(ProbeResult Probe, IReadOnlyList<Check> Checks, TimeSpan Elapsed)
{
    /// <summary>No check failed that matters.</summary>
    public bool Passed => !Checks.Any(check => check.Fails);
}
