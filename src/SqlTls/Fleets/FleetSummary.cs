using SqlTls.Probing;

namespace SqlTls.Fleets;

/// <summary>A fleet in numbers.</summary>
/// <param name="Servers">How many were looked at.</param>
/// <param name="Reachable">How many answered as SQL Server does.</param>
/// <param name="Encrypted">How many encrypt what clients read and write.</param>
/// <param name="StrictCapable">How many speak TDS 8.0.</param>
/// <param name="Trusted">How many present a certificate that an authority trusted here vouches for.</param>
/// <param name="Expiring">How many certificates have expired, or will before the time that was said.</param>
/// <param name="PlaintextAccepted">How many let clients in that do not encrypt.</param>
/// <param name="WithErrors">How many have a finding of severity error, or a check that failed.</param>
public sealed record FleetSummary(
    int Servers,
    int Reachable,
    int Encrypted,
    int StrictCapable,
    int Trusted,
    int Expiring,
    int PlaintextAccepted,
    int WithErrors)
{
    /// <summary>No server yet.</summary>
    public static FleetSummary Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The same with one more server.</summary>
    /// <param name="probe">What a probe saw of it.</param>
    /// <param name="conditions">What holds for it.</param>
    public FleetSummary With(ProbeResult probe, FleetConditions conditions)
    {
        return new FleetSummary(
            Servers + 1,
            Reachable + One(probe.Reachable),
            Encrypted + One(probe.Reachable && !Holds(FleetConditions.Unencrypted)),
            StrictCapable + One(probe.Strict),
            Trusted + One(probe.Reachable && !Holds(FleetConditions.Untrusted)),
            Expiring + One(Holds(FleetConditions.Expiring)),
            PlaintextAccepted + One(Holds(FleetConditions.Plaintext)),
            WithErrors + One(Holds(FleetConditions.Error)));

        bool Holds(FleetConditions condition) => (conditions & condition) != 0;
        static int One(bool holds) => holds ? 1 : 0;
    }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{Servers} servers: {Reachable} reachable, {Encrypted} encrypted, {StrictCapable} strict-capable, {Trusted} trusted, {Expiring} expiring, {PlaintextAccepted} accept plaintext, {WithErrors} with errors.";
}
