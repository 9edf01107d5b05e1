using System.Diagnostics;

namespace SqlTls;

/// <summary>Programs of this machine.</summary>
internal static class LocalPrograms
{
    public static Task<(int ExitCode, string Output)> ShellAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        RunAsync("/bin/sh", ["-c", script], environment, cancellationToken);

    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        SecretVariables.RemoveFrom(start.Environment);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        // A program that asks something gets no answer, and does not wait for one.
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
