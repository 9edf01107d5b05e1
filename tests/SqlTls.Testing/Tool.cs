using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SqlTls.Testing;

/// <summary>What a program of the machine did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record Tool(int ExitCode, string Output, string Error)
{
    /// <summary>Both outputs, for an assertion's message.</summary>
    public string Everything => $"exit code {ExitCode}{Environment.NewLine}{Output}{Environment.NewLine}{Error}";

    /// <summary>Is this program on the machine?</summary>
    /// <param name="program">A name on the path, or a full path.</param>
    public static bool IsInstalled(string program) => Path.IsPathRooted(program)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end, for a minute at the most.</summary>
    /// <param name="program">A name on the path, or a full path.</param>
    /// <param name="arguments">Its arguments, as they are.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="environment">Variables set for it; null takes one away.</param>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="seconds">When it is ended, with a failure.</param>
    public static async Task<Tool> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? workingFolder = null,
        int seconds = 60)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach ((string name, string? value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using Process process = Start(start);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(limit.Token);
            return new Tool(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} was still running after {seconds} s.");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{start.FileName} cannot be started on this machine: {exception.Message}", exception);
        }
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says more than this would.
        }
    }
}
