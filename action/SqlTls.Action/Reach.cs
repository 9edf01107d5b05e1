using SqlTls.Instances;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Action;

/// <summary>How a server is reached from different places of a job.</summary>
/// <param name="FromJob">From the job's other steps.</param>
/// <param name="InNetwork">From containers of its network; null where there is none.</param>
internal sealed record Reach(ServerAddress FromJob, ServerAddress? InNetwork)
{
    /// <param name="state">The instance as it is now: its port may have changed with the restart.</param>
    /// <param name="proved">What was proved from here.</param>
    /// <param name="place">Where the job's steps run.</param>
    /// <returns>Null where nothing is proved, because the server waits for somebody else to restart it.</returns>
    public static Reach? Of(InstanceState state, UpReport proved, Place place) => state.Held is not null ? null : new(
        // What was proved from where the job's steps are is right for them, whatever that is: a machine, or a container in the server's network or
        // in another one. Only an action in a container of its own sees another world than steps on the machine, which a published port leads to.
        ServerAddress.Parse((place.SeesAsJob ? null : state.Published) ?? proved.Instance.Server),
        state.InNetwork is { } inside ? ServerAddress.Parse(inside) : null);
}
