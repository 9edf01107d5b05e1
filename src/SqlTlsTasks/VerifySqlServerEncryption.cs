using Microsoft.Build.Framework;
using SqlTls.Instances.Windows;
using SqlTls.Verification;
using SqlTlsTasks.Diagnostics;
using SqlTlsTasks.Items;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks;

/// <summary>
/// Proves that connection strings connect encrypted and validated, and that the connections that must fail do fail. It reads passwords from the
/// environment, so a multithreaded build runs it in a process of its own.
/// </summary>
public sealed class VerifySqlServerEncryption : SqlTlsTask
{
    private const int AtOnce = 4;

    /// <summary>The connection strings: <c>SqlTlsConnection</c> items.</summary>
    [Required]
    public ITaskItem[] Connections { get; set; } = [];

    /// <summary>Seconds that one attempt to connect may take, 1 to 3600; by default 15.</summary>
    public int Timeout { get; set; } = 15;

    /// <summary>Report missing <see cref="Connections"/> as a warning (SQLTLS5015) instead of an error, as a build of a solution does.</summary>
    public bool AllowNone { get; set; }

    /// <summary>How many connection strings were proved.</summary>
    [Output]
    public int Proved { get; private set; }

    /// <inheritdoc/>
    protected override async AsyncTask RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan timeout = TimeLimit.Of(Timeout);
        if (Connections.Length == 0)
        {
            ReportNothing("There is no SqlTlsConnection to verify, so nothing is proved.", AllowNone);
        }

        if (OperatingSystem.IsWindows() && ClientEncryption.RaisesSqlClient(LocalMachine.Open().Registry) is { } raised)
        {
            Log.Report(raised.Severity, raised.Code, ProjectPlace.Unknown, $"{raised.Message} {raised.Cure}");
        }

        IReadOnlyList<ConnectionItem> items = ConnectionItem.Read(Connections);
        int proved = 0;
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (item, token) =>
        {
            if (await ProveAsync(item, timeout, token))
            {
                _ = Interlocked.Increment(ref proved);
            }
        });
        Proved = proved;
    }

    private async Task<bool> ProveAsync(ConnectionItem item, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ProjectPlace place = item.Place;
        if (item.IsLeftOut)
        {
            Log.LogMessage(MessageImportance.High, "{0}: not verified, since its variable is not set", item.Name);
            return false;
        }

        if (item.HoldsPassword)
        {
            Log.Report(
                Severity.Warning,
                TaskCodes.PasswordInItem,
                place,
                $"{item.Name}: a password stands in the item, where every log of the build shows it. Name an environment variable in PasswordVariable, or the one that holds the whole string in Variable.");
        }

        try
        {
            Log.LogMessage("{0}: verifying", item.Name);
            VerificationResult result = await Verifier.RunAsync(item.Request(ProjectDirectory, timeout), cancellationToken);
            Log.Report(result.Checks, item.Name, $"{result.Probe.Server}", place);
            return result.Passed;
        }
        catch (SqlTlsException exception)
        {
            Log.Report(exception, place);
            return false;
        }
    }
}
