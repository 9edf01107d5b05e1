using System.Text.Json.Nodes;

namespace SqlTls.Cli.Tests;

/// <summary>What <c>up --force-strict</c> hands out, judged by the drivers themselves: accepted with it, refused without.</summary>
public sealed class StrictDrivers : IAsyncLifetime
{
    private RunningUp _up = null!;

    public async Task InitializeAsync() => _up = await RunningUp.StartAsync("--force-strict");

    public async Task DisposeAsync() => await _up.DisposeAsync();

    [Fact]
    public async Task SqlClient_connects_with_its_string()
    {
        Cli verify = await Cli.RunWithInputAsync($"{_up.StringFor("sqlclient")};Password={RunningUp.Password}", "verify", "--connection-string-stdin");

        Assert.Matches(@"strict-connection\s+passed", verify.Output);
    }

    [RequiresTheory("tedious")]
    [InlineData("mssql.cjs")]
    [InlineData("tedious.cjs")]
    public async Task A_driver_of_Node_connects_with_its_settings_and_the_authority(string script)
    {
        Tool trusting = await NodeDriver.RunAsync(script, Settings(), _up.Authority);
        Tool stranger = await NodeDriver.RunAsync(script, Settings(), null);

        Assert.True(trusting.ExitCode == 0 && trusting.Output.Trim() == "TRUE", trusting.Everything);
        Assert.True(stranger.ExitCode != 0, stranger.Everything);
        Assert.Contains("certificate", stranger.Error);
    }

    [RequiresFact("tedious")]
    public async Task The_server_takes_no_other_connection_of_Node()
    {
        JsonNode settings = JsonNode.Parse(Settings())!;
        settings["options"]!["encrypt"] = true;

        Tool old = await NodeDriver.RunAsync("tedious.cjs", settings.ToJsonString(), _up.Authority);

        Assert.True(old.ExitCode != 0, old.Everything);
    }

    // As they were handed out, and the password.
    private string Settings()
    {
        JsonNode settings = JsonNode.Parse(_up.StringFor("node"))!;
        settings["authentication"]!["options"]!["password"] = RunningUp.Password;
        return settings.ToJsonString();
    }
}
