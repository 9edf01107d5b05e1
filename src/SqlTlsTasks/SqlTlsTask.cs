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
    public sealed override bool Execute()
    {
        try
        {
            RunAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (SqlTlsException exception)
        {
            Log.Report(exception, Place.Of(exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.Report(
                new SqlTlsException(
                    Failure.Surroundings, TaskCodes.FileSystem, exception.Message, "Check that the file or folder exists and that this user may use it.", exception),
                Place.Of(exception));
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>The task's work.</summary>
    /// <param name="cancellationToken">Signalled when the build is stopped.</param>
    /// <exception cref="SqlTlsException">It cannot be done; reported as an error of the build.</exception>
    protected abstract AsyncTask RunAsync(CancellationToken cancellationToken);

    /// <summary>A path as the project means it.</summary>
    /// <param name="path">Full, or relative to the project's directory.</param>
    protected string FullPath(string path) => Path.GetFullPath(Paths.Native(path), ProjectDirectory);
}
