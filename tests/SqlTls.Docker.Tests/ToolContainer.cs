using System.Runtime.InteropServices;

namespace SqlTls.Docker.Tests;

/// <summary>A container in which the tool itself runs, with the .NET of this machine.</summary>
internal sealed class ToolContainer(string id) : IAsyncDisposable
{
    private const string Runtime = "/dotnet";

    public string Id => id;

    public static async Task<ToolContainer> StartAsync(string image, params string[] options)
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        // The shell stays, and takes over whom others leave behind.
        Tool run = await Server.Docker(
            ["run", "-d", "--user", "0", "-v", $"{dotnet}:{Runtime}:ro", "-v", $"{Programs.ToolFolder}:/sqltls:ro", "-v", $"{Programs.InterruptedFolder}:/interrupted:ro", "-e", $"DOTNET_ROOT={Runtime}", .. options, image, "/bin/sh", "-c", "while :; do sleep 0.2; done"]);
        Assert.True(run.ExitCode == 0, run.Everything);
        return new ToolContainer(run.Output.Trim());
    }

    public Task<Tool> SqltlsAsync(params string[] words) => SqltlsAsync("0", words);

    public Task<Tool> SqltlsAsync(string user, string[] words) =>
        Server.Docker(["exec", "-w", "/tmp", "--user", user, "-e", $"SQLTLS_PASSWORD={Server.Password}", id, $"{Runtime}/dotnet", "/sqltls/SqlTls.Cli.dll", .. words]);

    /// <summary>A run on its service that ends itself, as SIGKILL would, at a boundary.</summary>
    public Task<Tool> KilledAsync(string boundary, string kind) =>
        Server.Docker("exec", "-w", "/tmp", id, $"{Runtime}/dotnet", "/interrupted/SqlTls.Interrupted.dll", "service", boundary, kind, "kill");

    public async Task<string> RunAsync(string command, string input = "") =>
        (await Tool.RunAsync("docker", ["exec", "-i", id, "/bin/sh", "-c", command], input, [new("DOCKER_API_VERSION", "1.41")])).Output.Trim();

    public async ValueTask DisposeAsync() => await Server.Docker("rm", "-f", "-v", id);
}
