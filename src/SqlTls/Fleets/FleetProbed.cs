using SqlTls.Probing;

namespace SqlTls.Fleets;

/// <summary>What a probe of one server of a fleet saw.</summary>
/// <param name="Server">The server, and its place in the list.</param>
/// <param name="Probe">What was seen.</param>
public sealed record FleetProbed(FleetServer Server, ProbeResult Probe);
