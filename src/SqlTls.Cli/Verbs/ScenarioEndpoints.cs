using System.Net;
using SqlTls.Endpoint;
using SqlTls.Endpoint.Scenarios;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls endpoint --scenario</c>: servers that are good, or bad in one way on purpose, until Ctrl-C.</summary>
internal static class ScenarioEndpoints
{
    /// <summary>The scenarios of a name, or of <c>all</c>.</summary>
    /// <exception cref="SqlTlsException">There is none of this name (SQLTLS3904).</exception>
    public static IReadOnlyList<Scenario> Named(string word) =>
        word.Equals("all", StringComparison.OrdinalIgnoreCase) ? ScenarioCatalog.All : [ScenarioCatalog.Named(word)];

    /// <summary>Prints the names that there are.</summary>
    public static void List(TextWriter output)
    {
        foreach (Scenario scenario in ScenarioCatalog.All)
        {
            output.WriteLine($"{scenario.Name,-27} {scenario.Description}");
        }
    }

    /// <summary>Serves them: the first on a port, the rest on those that follow; on any free ones for 0.</summary>
    /// <exception cref="SqlTlsException">A port is taken or none (SQLTLS3901).</exception>
    public static async Task RunAsync(IReadOnlyList<Scenario> scenarios, int port, string? password, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        if (port > IPEndPoint.MaxPort + 1 - scenarios.Count)
        {
            throw new SqlTlsException(
                Failure.Input,
                EndpointCodes.Port,
                $"{port} is no port for {scenarios.Count} scenario(s): the last one is 65535.",
                $"Name one up to {IPEndPoint.MaxPort + 1 - scenarios.Count}, or 0 for any that are free.");
        }

        var servers = new List<ScenarioServer>();
        try
        {
            foreach (Scenario scenario in scenarios)
            {
                ScenarioServer server = await ScenarioServer.StartAsync(scenario, port == 0 ? 0 : port + servers.Count, password, cancellationToken);
                servers.Add(server);
                Announce(server, json, output);
            }

            await Waiting.ForCtrlCAsync(cancellationToken);
        }
        finally
        {
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    private static void Announce(ScenarioServer server, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(ReportJson.WriteLine(
                new EndpointReport(server.Scenario.Name, server.Server, server.Port, server.AuthorityFile, server.Thumbprint, server.User, server.Password)));
        }
        else
        {
            output.WriteLine($"{server.Server,-16} {server.Scenario.Name,-27} {server.Scenario.Description}");
            if (server.AuthorityFile.Length > 0)
            {
                output.WriteLine($"  authority  {server.AuthorityFile}");
            }

            output.WriteLine($"  SqlClient  {server.ConnectionString}");
        }

        output.Flush();
    }
}
