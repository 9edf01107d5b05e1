using SqlTls.Instances;
using SqlTls.Probing;

namespace SqlTls.Action;

/// <summary>How the server is reached from different places of a job.</summary>
/// <param name="OnHost">From the runner's machine.</param>
/// <param name="InNetwork">From containers of its network; null where there is none.</param>
internal sealed record Reach(ServerAddress OnHost, ServerAddress? InNetwork)
{
    public static Reach Of(InstanceState state, string proved) => new(ServerAddress.Parse(state.Servers.FirstOrDefault(server => server.StartsWith("127.", StringComparison.Ordinal)) ?? proved), ServerAddress.Parse(proved));
}
