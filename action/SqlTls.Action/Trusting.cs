using SqlTls.Action.Workflow;
using SqlTls.Provisioning;
using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>Lets others than those who use the connection strings trust the authority.</summary>
internal static class Trusting
{
    private const string NodeVariable = "NODE_EXTRA_CA_CERTS";

    /// <summary>The store that the inputs name, once it is known that it can be changed; null for none.</summary>
    public static async Task<ITrustStore?> OpenAsync(Step step, Inputs inputs, Place place, CancellationToken cancellationToken)
    {
        if (inputs.Trust is not { } scope)
        {
            return null;
        }

        ITrustStore store = scope == TrustScope.Step ? StepStore(step, place) : TrustStores.Open(scope, Folder(place));
        await store.CheckAsync(cancellationToken);
        if (scope == TrustScope.Step && Seen(step, place, NodeVariable) is { Length: > 0 } file && !File.Exists(file))
        {
            step.Log.Annotate(
                Severity.Warning,
                $"{NodeVariable} names {file}, which cannot be read from here: Node in later steps will trust the server's authority instead of those in it. Put the file into the workspace, or use action/host.",
                NodeVariable);
        }

        return store;
    }

    /// <summary>Trusts the server's authority, and no longer the one of the run before.</summary>
    public static async Task AddAsync(Step step, Place place, ITrustStore store, ServerSetup setup, CancellationToken cancellationToken)
    {
        bool isNew = await ClientTrust.AddAsync(store, setup.Authority, setup.FormerAuthority, isForced: false, cancellationToken);
        step.Log.Say($"The authority of {setup.Report.Instance.Name} {(isNew ? "is trusted now" : "was trusted already")} ({store.Scope.ToString().ToLowerInvariant()}).");
        if (store is StepTrust files)
        {
            TellLaterSteps(step, place, files);
        }
    }

    /// <summary>Later steps no longer look for what was taken out of the step's folder.</summary>
    public static void Forget(Step step, Place place)
    {
        if (Directory.Exists(Folder(place)))
        {
            TellLaterSteps(step, place, StepStore(step, place));
        }
    }

    private static string Folder(Place place) => Path.Combine(place.Workspace, StepTrust.DefaultFolder);

    private static StepTrust StepStore(Step step, Place place) => new(Folder(place), name => Seen(step, place, name));

    // A step before this one may have set it, in the paths of the job.
    private static string? Seen(Step step, Place place, string variable) => step.Variable(variable)?.Replace(place.JobWorkspace, place.Workspace, StringComparison.Ordinal);

    private static void TellLaterSteps(Step step, Place place, StepTrust files)
    {
        foreach ((string name, string? value) in files.Variables())
        {
            // Nothing can take a variable away from later steps; an empty one counts as none for all who read these.
            step.LaterEnvironment.Set(name, (value ?? "").Replace(place.Workspace, place.JobWorkspace, StringComparison.Ordinal));
        }
    }
}
