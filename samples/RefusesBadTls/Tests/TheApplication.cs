using System.Diagnostics;
using SqlTls.Endpoint.Scenarios;

namespace RefusesBadTls.Tests;

/// <summary>
/// The application connects to good servers and to no bad one. It is a process of its own that trusts the scenario's authority: one
/// that does not would refuse every server, and so prove nothing.
/// </summary>
public class TheApplication
{
    // SqlClient's own time limit does not reach into a TLS handshake that stalls.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Clients differ about these. This is what Microsoft.Data.SqlClient does on Linux: it connects. Decide about each of them for yours.
    private static readonly Dictionary<string, bool> Decided = new()
    {
        ["rsa-1024"] = true,
        ["sha1-signature"] = true,
        ["cn-only"] = true,
    };

    public static TheoryData<string> Scenarios => [.. ScenarioCatalog.All.Select(scenario => scenario.Name)];

    [LinuxTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Connects_to_good_servers_and_to_no_bad_one(string name)
    {
        Scenario scenario = ScenarioCatalog.Named(name);
        await using ScenarioServer server = await ScenarioServer.StartAsync(scenario);

        bool connected = await ConnectsAsync(server);

        Assert.Equal(scenario.Verdict == ScenarioVerdict.Doubtful ? Decided[name] : scenario.Verdict != ScenarioVerdict.Refuse, connected);
    }

    private static async Task<bool> ConnectsAsync(ScenarioServer server)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "RefusesBadTls.Application.dll")]);
        start.Environment["ConnectionStrings__Default"] = $"{server.ConnectionString};Connect Timeout=5";
        if (server.AuthorityFile.Length > 0)
        {
            // .NET on Linux reads it once, when the process starts.
            start.Environment["SSL_CERT_FILE"] = server.AuthorityFile;
        }

        using Process application = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await application.WaitForExitAsync(limit.Token);
            return application.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            application.Kill(entireProcessTree: true);
            return false;
        }
    }
}
