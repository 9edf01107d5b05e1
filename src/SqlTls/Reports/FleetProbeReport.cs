using SqlTls.Fleets;

namespace SqlTls.Reports;

/// <summary>What <c>probe --file</c> saw of a fleet.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Results">A report for each server.</param>
/// <param name="Summary">The fleet in numbers.</param>
public sealed record FleetProbeReport(int Schema, IReadOnlyList<ProbeReport> Results, FleetSummary Summary);
