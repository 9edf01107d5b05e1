using SqlTls.Fleets;

namespace SqlTls.Reports.Pages;

/// <summary>What a look at many servers has to show to a person.</summary>
/// <param name="At">When it was.</param>
/// <param name="Summary">The fleet in numbers.</param>
/// <param name="Rows">The servers.</param>
public sealed record FleetPage(DateTimeOffset At, FleetSummary Summary, IReadOnlyList<FleetRow> Rows);
