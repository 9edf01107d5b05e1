using System.ComponentModel;
using System.Diagnostics;

namespace SqlTls.Instances.Linux;

/// <summary>Programs of this machine.</summary>
internal static class LocalCommand
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and what it wrote to either output.</returns>
    /// <exception cref="SqlTlsException">SQLTLS3123: it is not on this machine.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await error + await output);
        }
        catch (Win32Exception exception)
        {
            throw new SqlTlsException(
                Failure.Surroundings, InstanceCodes.ServiceRefused, $"{program} cannot be run: {exception.Message}.", "Install it: the service is managed through it.", exception);
        }
    }
}
