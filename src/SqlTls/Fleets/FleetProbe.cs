using System.Security.Cryptography.X509Certificates;
using SqlTls.Probing;
using SqlTls.Reports;

namespace SqlTls.Fleets;

/// <summary>Probes many servers side by side.</summary>
public static class FleetProbe
{
    /// <summary>Probes every server of a list. What is wrong with one is a finding of its own report, and never ends the run.</summary>
    /// <param name="servers">The list.</param>
    /// <param name="options">What holds for all of them.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>A report for each server with its place in the list, in the order in which they answer.</returns>
    public static IAsyncEnumerable<FleetProbed> RunAsync(IReadOnlyList<FleetServer> servers, FleetOptions options, CancellationToken cancellationToken = default) =>
        FleetRun.EachAsync(servers, options.Parallel, (server, limit) => ProbeAsync(server, options, limit), cancellationToken);

    private static async Task<FleetProbed> ProbeAsync(FleetServer server, FleetOptions options, CancellationToken cancellationToken)
    {
        string[] names = [.. server.Names.Concat(options.Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        try
        {
            ProbeResult probe = await TlsProbe.RunAsync(new ProbeRequest(server.Address, names, options.Authority is null ? [] : [options.Authority], options.Timeout), cancellationToken);
            var report = ProbeReport.Of(probe);
            foreach (X509Certificate2 certificate in probe.Chain)
            {
                certificate.Dispose();
            }

            return new FleetProbed(server, report);
        }
        catch (SqlTlsException exception)
        {
            // SQL Server Browser does not know the instance, or is not there.
            return new FleetProbed(server, ProbeReport.Unreachable($"{server.Address}", new Finding(exception.Code, Severity.Error, exception.Message, exception.Cure)));
        }
    }
}
