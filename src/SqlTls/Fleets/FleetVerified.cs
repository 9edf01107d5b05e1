using SqlTls.Reports;

namespace SqlTls.Fleets;

/// <summary>What was proved of one server of a fleet.</summary>
/// <param name="Server">The server, and its place in the list.</param>
/// <param name="Report">Its checks.</param>
public sealed record FleetVerified(FleetServer Server, UpReport Report)
{
    /// <summary>No check failed that matters.</summary>
    public bool Passed => !Report.Checks.Any(check => check.Fails);
}
