using SqlTls.Probing;

namespace SqlTls.Fleets;

/// <summary>Probes many servers side by side.</summary>
public static class FleetProbe
{
    /// <summary>Probes every server of a list. What is wrong with one is a finding of its own, and never ends the run.</summary>
    /// <param name="servers">The list.</param>
    /// <param name="options">What holds for all of them.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>What was seen of each server, in the order in which they answer.</returns>
    public static IAsyncEnumerable<FleetProbed> RunAsync(IReadOnlyList<FleetServer> servers, FleetOptions options, CancellationToken cancellationToken = default) =>
        FleetRun.EachAsync(servers, options.Parallel, (server, limit) => ProbeAsync(server, options, limit), cancellationToken);

    private static async Task<FleetProbed> ProbeAsync(FleetServer server, FleetOptions options, CancellationToken cancellationToken)
    {
        string[] names = [.. server.Names.Concat(options.Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        var request = new ProbeRequest(server.Address, names, options.Authority is null ? [] : [options.Authority], options.Timeout);
        try
        {
            return new FleetProbed(server, await TlsProbe.RunAsync(request, cancellationToken));
        }
        catch (Exception exception) when (FleetFault.IsOfOneServer(exception, cancellationToken))
        {
            return new FleetProbed(server, ProbeResult.Unreachable(server.Address, FleetFault.Of(exception)));
        }
    }
}
