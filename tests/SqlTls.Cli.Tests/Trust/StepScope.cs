using SqlTls.Action.Tests;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

public sealed class StepScope : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Lets_SqlClient_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("sqlclient");

    [RequiresFact("openssl")]
    public Task Lets_OpenSSL_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("openssl");

    [RequiresFact("java")]
    public Task Lets_Java_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("java");

    [RequiresFact("tedious")]
    public Task Lets_tedious_connect_for_as_long_as_it_lasts() => RefusedAcceptedRefusedAsync("tedious");

    [Theory]
    [InlineData("sqlclient", "-Xmx1g")]
    [InlineData("sqlclient", "-Done=1\n-Dtwo=2")]
    public async Task Lets_a_client_of_a_later_step_of_a_job_connect_for_as_long_as_it_lasts(string client, string javaOptions)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        var job = new Dictionary<string, string> { ["JAVA_TOOL_OPTIONS"] = javaOptions };

        (bool before, Tool first) = await Client.ConnectAsync(client, endpoint, variables: job);
        await StepAsync(job, "trust", "add", "--scope", "step", "--shell", "github", "--authority", endpoint.AuthorityFile, "--output", _folder.Path);
        Assert.StartsWith($"{javaOptions} -Djavax.net.ssl.trustStore=", job["JAVA_TOOL_OPTIONS"]);
        (bool trusted, Tool second) = await Client.ConnectAsync(client, endpoint, variables: job);
        await StepAsync(job, "trust", "remove", "--scope", "step", "--shell", "github", "--authority", endpoint.AuthorityFile, "--output", _folder.Path);
        (bool after, Tool third) = await Client.ConnectAsync(client, endpoint, variables: job);

        Assert.False(before, first.Everything);
        Assert.True(trusted, second.Everything);
        Assert.False(after, third.Everything);
        Assert.Equal(javaOptions, job["JAVA_TOOL_OPTIONS"]);
    }

    [RequiresFact("pwsh")]
    public async Task Lets_a_client_of_PowerShell_connect_for_as_long_as_it_lasts()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        string[] where = ["--scope", "step", "--shell", "powershell", "--authority", endpoint.AuthorityFile, "--output", _folder.File("it's here")];

        (bool before, Tool first) = await PowerShellAsync(endpoint, "# nothing");
        Cli add = await Cli.RunAsync(["trust", "add", .. where]);
        (bool trusted, Tool second) = await PowerShellAsync(endpoint, add.Output);
        Cli remove = await Cli.RunAsync(["trust", "remove", .. where]);
        (bool after, Tool third) = await PowerShellAsync(endpoint, $"{add.Output}\n{remove.Output}");

        Assert.False(before, first.Everything);
        Assert.True(trusted, second.Everything);
        Assert.False(after, third.Everything);
        Assert.DoesNotContain("NODE_EXTRA_CA_CERTS", third.Output);
    }

    // As docs/trust.md has it, and then the tool itself; the names of the variables that are left come after it.
    private static async Task<(bool Connected, Tool Run)> PowerShellAsync(TdsEndpoint endpoint, string script)
    {
        const string Then = "$env:SCRIPT | Out-String | Invoke-Expression; dotnet $env:PROGRAM verify --server $env:SERVER --user $env:LOGIN; (Get-ChildItem Env:).Name";
        Tool run = await Tool.RunAsync(
            Repository.File("artifacts/pwsh/pwsh"),
            ["-NoProfile", "-NonInteractive", "-Command", Then],
            environment:
            [
                new("SCRIPT", script),
                new("PROGRAM", typeof(CommandLine).Assembly.Location),
                new("SERVER", endpoint.Server),
                new("LOGIN", endpoint.User),
                new(SecretVariables.Password, endpoint.Password),
                new("NODE_EXTRA_CA_CERTS", null),
                new("SSL_CERT_DIR", null),
                new("JAVA_TOOL_OPTIONS", null),
            ]);
        return (System.Text.RegularExpressions.Regex.IsMatch(run.Output, @"encrypted-connection\s+passed"), run);
    }

    // What a runner does between two steps: it reads the file, and gives the variables to all that follow.
    private async Task StepAsync(Dictionary<string, string> job, params string[] words)
    {
        Cli run = await Cli.RunWithAsync(job.GetValueOrDefault, words);
        Assert.True(run.ExitCode == 0, run.Error);
        foreach ((string name, string value) in CommandFileReader.Read(_folder.Write("GITHUB_ENV", run.Output)))
        {
            job[name] = value;
        }
    }

    private async Task RefusedAcceptedRefusedAsync(string client)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        (bool before, Tool first) = await Client.ConnectAsync(client, endpoint, "");
        Cli add = await Cli.RunAsync("trust", "add", "--scope", "step", "--shell", "--authority", endpoint.AuthorityFile, "--output", _folder.Path);
        (bool trusted, Tool second) = await Client.ConnectAsync(client, endpoint, add.Output);
        Cli remove = await Cli.RunAsync("trust", "remove", "--scope", "step", "--authority", endpoint.AuthorityFile, "--output", _folder.Path);
        (bool after, Tool third) = await Client.ConnectAsync(client, endpoint, add.Output);

        Assert.False(before, first.Everything);
        Assert.True(trusted, second.Everything);
        Assert.Equal(0, remove.ExitCode);
        Assert.False(after, third.Everything);
    }
}
