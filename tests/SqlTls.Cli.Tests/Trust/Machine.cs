using System.Runtime.InteropServices;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

/// <summary>A container that stands for a machine whose trust store may be changed, with .NET and the tool mounted into it, and this machine's network.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private Machine(string name) => Name = name;

    public string Name { get; }

    public static async Task<Machine> StartAsync(params string[] options)
    {
        string name = $"sqltls-trust-{Guid.NewGuid():N}";
        Tool run = await Tool.RunAsync("docker", [
            "run", "--detach", "--name", name, "--network", "host", .. options,
            "--volume", $"{DotnetRoot}:/dotnet:ro", "--volume", $"{AppContext.BaseDirectory.TrimEnd('/')}:/sqltls:ro", "sqltls/base:test", "sleep", "600",
        ]);
        return run.ExitCode == 0 ? new Machine(name) : throw new InvalidOperationException(run.Everything);
    }

    /// <summary>Runs the tool in it.</summary>
    public Task<Tool> SqlTlsAsync(params string[] words) => SqlTlsAsync("0", words);

    public Task<Tool> SqlTlsAsync(string user, string[] words) =>
        Tool.RunAsync("docker", ["exec", "--interactive", "--user", user, Name, "/dotnet/dotnet", "/sqltls/SqlTls.Cli.dll", .. words]);

    /// <summary>Runs a script in it, as root.</summary>
    public async Task<string> ShellAsync(string script)
    {
        Tool run = await Tool.RunAsync("docker", ["exec", "--user", "0", Name, "/bin/sh", "-c", script]);
        return run.ExitCode == 0 ? run.Output.Trim() : throw new InvalidOperationException(run.Everything);
    }

    /// <summary>Writes a program in it.</summary>
    public async Task WriteAsync(string path, string script)
    {
        Tool run = await Tool.RunAsync("docker", ["exec", "--interactive", "--user", "0", Name, "/bin/sh", "-c", $"cat >{path}; chmod 755 {path}"], script.ReplaceLineEndings("\n") + "\n");
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    /// <summary>Copies a file to /tmp in it.</summary>
    public async Task CopyAsync(string file, string name)
    {
        Tool run = await Tool.RunAsync("docker", ["cp", file, $"{Name}:/tmp/{name}"]);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    /// <summary>Does SqlClient in it connect, encrypted and validated?</summary>
    public async Task<(bool Connected, string Everything)> ConnectAsync(TdsEndpoint endpoint)
    {
        Tool run = await Tool.RunAsync(
            "docker",
            ["exec", "--interactive", Name, "/dotnet/dotnet", "/sqltls/SqlTls.Cli.dll", "verify", "--server", $"localhost,{endpoint.Port}", "--user", endpoint.User, "--password-stdin"],
            endpoint.Password);
        return (System.Text.RegularExpressions.Regex.IsMatch(run.Output, @"encrypted-connection\s+passed"), run.Everything);
    }

    public async ValueTask DisposeAsync() => _ = await Tool.RunAsync("docker", ["rm", "--force", "--volumes", Name]);
}
