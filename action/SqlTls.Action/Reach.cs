using SqlTls.Instances;
using SqlTls.Probing;

namespace SqlTls.Action;

/// <summary>How the server is reached from different places of a job.</summary>
/// <param name="OnHost">From the runner's machine.</param>
/// <param name="InNetwork">From containers of its network; null where there is none.</param>
internal sealed record Reach(ServerAddress OnHost, ServerAddress? InNetwork)
{
    /// <param name="state">The instance as it is now: its port may have changed with the restart.</param>
    /// <param name="proved">Where it was proved from here.</param>
    public static Reach Of(InstanceState state, string proved) => new(
        ServerAddress.Parse(state.Published ?? proved),
        state.InNetwork is { } inside ? ServerAddress.Parse(inside) : null);
}
