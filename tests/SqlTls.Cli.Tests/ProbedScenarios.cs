using SqlTls.Endpoint.Scenarios;

namespace SqlTls.Cli.Tests;

/// <summary>The exit code of <c>probe</c>, scenario by scenario.</summary>
public sealed class ProbedScenarios
{
    // SqlClient takes a name in the CN where there is no other, on every system: a warning, whatever other clients make of it.
    private const string WarnedOf = "cn-only";

    public static TheoryData<string> Names => [.. ScenarioCatalog.All.Select(scenario => scenario.Name)];

    [RequiresTheory("linux")]
    [MemberData(nameof(Names))]
    public async Task Fail_a_probe_where_the_server_is_bad(string name)
    {
        await using ScenarioServer server = await ScenarioServer.StartAsync(ScenarioCatalog.Named(name));
        string[] authority = server.AuthorityFile is { Length: > 0 } file ? ["--authority", file] : [];
        string[] host = server.Scenario.HostName is { } called ? ["--dns-name", called] : [];

        Cli run = await Cli.RunAsync(["probe", server.Server, "--timeout", "3", .. authority, .. host]);

        bool isGood = server.Scenario.Verdict is ScenarioVerdict.Accept or ScenarioVerdict.AcceptStrict || name == WarnedOf;
        Assert.True(run.ExitCode == (isGood ? 0 : 1), run.Output + run.Error);
    }
}
