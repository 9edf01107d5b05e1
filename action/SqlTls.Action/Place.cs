using SqlTls.Action.Workflow;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Action;

/// <summary>Where this process runs, and what its files are called where the job's other steps run.</summary>
/// <param name="InContainer">This is a container of the action's own; the runner's machine itself is out of reach.</param>
/// <param name="Workspace">Full path of the job's workspace, here.</param>
/// <param name="JobWorkspace">Full path of the same folder for the job's other steps: on the runner's machine, or in the job's container.</param>
/// <param name="JobInNetwork">The job's other steps run in a container too, in the same network as this one.</param>
internal sealed record Place(bool InContainer, string Workspace, string JobWorkspace, bool JobInNetwork = false)
{
    /// <summary>Where the runner mounts the workspace into the container of an action.</summary>
    private const string MountedWorkspace = "/github/workspace";

    /// <summary>Where the runner mounts its work folder into the container of a job.</summary>
    private const string JobContainerWork = "/__w";

    public static async Task<Place> FindAsync(Step step, CancellationToken cancellationToken)
    {
        string workspace = step.Variable("GITHUB_WORKSPACE") is { Length: > 0 } given ? Path.GetFullPath(given) : throw new SqlTlsException(
            Failure.Surroundings,
            ActionCodes.NoWorkflow,
            "GITHUB_WORKSPACE is not set: this is no step of a workflow.",
            "Use the action in a workflow; outside of one, use the tool sqltls.");
        if (workspace != MountedWorkspace)
        {
            return new Place(false, workspace, workspace);
        }

        OwnContainer? own = await OwnAsync(cancellationToken);
        string? inJobContainer = own?.ForNeighbour(workspace, JobContainerWork);
        return new Place(true, workspace, inJobContainer ?? own?.OnHost(workspace) ?? ByRunner(step) ?? workspace, inJobContainer is not null);
    }

    /// <summary>A server's address that leads to it from here leads to it from the job's other steps as well.</summary>
    public bool SeesAsJob => !InContainer || JobInNetwork;

    /// <summary>A path of this place as the job's other steps know it.</summary>
    public string ToJob(string path) => Move(path, Workspace, JobWorkspace);

    /// <summary>A path that a workflow gave, as it is known here: full, or relative to the workspace.</summary>
    public string FromJob(string path) => Move(Path.GetFullPath(path, JobWorkspace), JobWorkspace, Workspace);

    // The engine knows what is mounted where.
    private static async Task<OwnContainer?> OwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OwnContainer.FindAsync(cancellationToken);
        }
        catch (SqlTlsException)
        {
            // An audit needs no engine; where one is needed, its absence is told there.
            return null;
        }
    }

    // Without an engine: a runner's workspace is a folder named after the repository.
    private static string? ByRunner(Step step) =>
        step.Variable("RUNNER_WORKSPACE") is { Length: > 0 } parent && step.Variable("GITHUB_REPOSITORY") is { } repository
            ? $"{parent}/{repository[(repository.LastIndexOf('/') + 1)..]}"
            : null;

    private static string Move(string path, string from, string to) =>
        path == from ? to
        : path.StartsWith(from.TrimEnd('/', '\\') + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? to + path[from.TrimEnd('/', '\\').Length..]
        : path;
}
