using SqlTls.Instances;

namespace SqlTls.Provisioning;

/// <summary>What provisioning came to.</summary>
/// <param name="State">The instance as it is now.</param>
/// <param name="Changed">Something was changed, if only what the server runs with.</param>
/// <param name="Restarts">How often the server was restarted; a start of one that did not run is none.</param>
/// <param name="RestartTime">How long the restart took until the server was up.</param>
public sealed record ProvisionResult(InstanceState State, bool Changed, int Restarts, TimeSpan RestartTime);
