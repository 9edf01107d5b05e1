using System.ComponentModel;

namespace SqlTls.Instances.Linux;

/// <summary>Programs that a service needs.</summary>
internal static class LocalCommand
{
    private static readonly Dictionary<string, string> NothingMore = [];

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and what it wrote to either output.</returns>
    /// <exception cref="SqlTlsException">SQLTLS3123: it is not on this machine.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await LocalPrograms.RunAsync(program, arguments, NothingMore, cancellationToken);
        }
        catch (Win32Exception exception)
        {
            throw new SqlTlsException(
                Failure.Surroundings, InstanceCodes.ServiceRefused, $"{program} cannot be run: {exception.Message}.", "Install it: the service is managed through it.", exception);
        }
    }
}
