using SqlTls.Fleets;

namespace SqlTls.Reports;

/// <summary>What <c>verify --file</c> proved of a fleet.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Results">A report for each server.</param>
/// <param name="Summary">The fleet in numbers.</param>
public sealed record FleetVerifyReport(int Schema, IReadOnlyList<UpReport> Results, FleetSummary Summary);
