using System.Diagnostics;

namespace SqlTls.Docker.Tests;

/// <summary>The tool, and the run that can be stopped between two steps, as processes of their own.</summary>
internal static class Programs
{
    public static string ToolFolder => Folder("SqlTls.Cli");

    public static string ToolFile => Path.Combine(ToolFolder, "SqlTls.Cli.dll");

    public static string InterruptedFolder => Folder("SqlTls.Interrupted");

    private static string InterruptedFile => Path.Combine(InterruptedFolder, "SqlTls.Interrupted.dll");

    /// <summary><c>sqltls</c>, to its end.</summary>
    public static Task<Tool> SqltlsAsync(IEnumerable<string> words, IEnumerable<KeyValuePair<string, string?>>? environment = null, string input = "") =>
        Tool.RunAsync("dotnet", [ToolFile, .. words], input, environment ?? [new("SQLTLS_PASSWORD", Server.Password)], seconds: 120);

    /// <summary>A run that ends itself, as SIGKILL would, at a boundary.</summary>
    public static Task<Tool> KilledAsync(string container, string boundary, string kind) =>
        Tool.RunAsync("dotnet", [InterruptedFile, container, boundary, kind, "kill"]);

    /// <summary>Starts a run that says that it has reached a boundary, and waits there for a line.</summary>
    public static async Task<Process> PausedAsync(string container, string boundary, IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        Process process = Start(InterruptedFile, [container, boundary, "up", "wait"], environment ?? []);
        Assert.Equal(boundary, await process.StandardOutput.ReadLineAsync());
        return process;
    }

    /// <summary>Starts <c>sqltls</c>.</summary>
    public static Process StartSqltls(params string[] words) => Start(ToolFile, words, [new("SQLTLS_PASSWORD", Server.Password)]);

    /// <summary>Waits for a process, and gives what it wrote.</summary>
    public static async Task<Tool> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new Tool(process.ExitCode, await output, await error);
    }

    private static Process Start(string program, IEnumerable<string> words, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        ProcessStartInfo start = Interruptible.Dotnet(program, words);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Folder(string project) => AppContext.BaseDirectory.Replace("SqlTls.Docker.Tests", project, StringComparison.Ordinal);
}
