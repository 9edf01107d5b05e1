using System.Diagnostics.CodeAnalysis;
using Microsoft.Build.Framework;
using SqlTlsTasks.Diagnostics;
using AsyncTask = System.Threading.Tasks.Task;
using BuildTask = Microsoft.Build.Utilities.Task;

namespace SqlTlsTasks;

/// <summary>What every task here shares: it works asynchronously, stops when the build does, and reports failures with a code and its page.</summary>
[SuppressMessage("Design", "CA1001", Justification = "MSBuild may cancel until it forgets the task; the source holds no timer and no handle.")]
public abstract class SqlTlsTask : BuildTask, ICancelableTask
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Full path of the project's directory: relative paths start there.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "What nobody foresaw has a code, a page and a cure too, and its message, which may quote a secret, stays out of the log.")]
    public sealed override bool Execute()
    {
        try
        {
            RefuseRelativeDirectory();
            RunAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            Report(exception);
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>The task's work.</summary>
    /// <param name="cancellationToken">Signalled when the build is stopped.</param>
    /// <exception cref="SqlTlsException">It cannot be done; reported as an error of the build.</exception>
    protected abstract AsyncTask RunAsync(CancellationToken cancellationToken);

    // Of what nobody foresaw the message may quote a secret; where it was thrown does not.
    private void Report(Exception exception)
    {
        var told = SqlTlsException.Of(exception);
        if (told.Code == SurroundingsCodes.Unforeseen)
        {
            Log.LogMessage(MessageImportance.Low, "{0}{1}{2}", exception.GetType().FullName, Environment.NewLine, exception.StackTrace);
            told = new SqlTlsException(told.Failure, told.Code, told.Message, "Build again with -v:diagnostic, which shows where, and report that.", exception);
        }

        Log.Report(told, ProjectPlace.Of(exception));
    }

    private void RefuseRelativeDirectory()
    {
        if (!Path.IsPathFullyQualified(ProjectDirectory))
        {
            throw new SqlTlsException(
                Failure.Input, TaskCodes.BadValue, $"ProjectDirectory is '{ProjectDirectory}', which is no full path.", "Give it $(MSBuildProjectDirectory).");
        }
    }

    /// <summary>Asked for something, a task that finds nothing to do must not look like one that did it.</summary>
    /// <param name="message">What there is nothing of.</param>
    /// <param name="allowed">A warning is enough.</param>
    private protected void ReportNothing(string message, bool allowed) => Log.Report(
        allowed ? Severity.Warning : Severity.Error,
        TaskCodes.Nothing,
        ProjectPlace.Unknown,
        $"{message} If the item comes from a property or depends on a condition, check that it is set; NoWarn silences the warning in a solution.");

    /// <summary>A path as the project means it.</summary>
    /// <param name="path">Full, or relative to the project's directory.</param>
    protected string FullPath(string path) => Path.GetFullPath(Paths.Native(path), ProjectDirectory);
}
