using System.Security.Cryptography.X509Certificates;
using SqlTls.Action.Workflow;
using SqlTls.Provisioning;
using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>Lets others than those who use the connection strings trust the authority, and takes that away again.</summary>
internal static class Trusting
{
    public static async Task AddAsync(Step step, Inputs inputs, Place place, X509Certificate2? authority, CancellationToken cancellationToken)
    {
        if (inputs.Trust is not { } scope || authority is null)
        {
            return;
        }

        TrustableAuthority.Check(authority, scope);
        ITrustStore store = Open(scope, step, place);
        bool isNew = await store.AddAsync(authority, cancellationToken);
        step.Log.Say($"The authority {authority.Thumbprint.ToLowerInvariant()} {(isNew ? "is trusted now" : "was trusted already")} ({scope.ToString().ToLowerInvariant()}).");
        TellLaterSteps(step, place, store);
    }

    public static async Task RemoveAsync(Step step, Inputs inputs, Place place, X509Certificate2? authority, CancellationToken cancellationToken)
    {
        if (inputs.Trust is not { } scope || authority is null)
        {
            return;
        }

        ITrustStore store = Open(scope, step, place);
        bool removed = await store.RemoveAsync(authority.Thumbprint, cancellationToken);
        step.Log.Say($"The authority {authority.Thumbprint.ToLowerInvariant()} {(removed ? "is trusted no more" : "was not trusted by this tool")} ({scope.ToString().ToLowerInvariant()}).");
        TellLaterSteps(step, place, store);
    }

    private static ITrustStore Open(TrustScope scope, Step step, Place place)
    {
        string folder = Path.Combine(place.Workspace, StepTrust.DefaultFolder);
        return scope == TrustScope.Step ? new StepTrust(folder, step.Variable) : TrustStores.Open(scope, folder);
    }

    private static void TellLaterSteps(Step step, Place place, ITrustStore store)
    {
        if (store is StepTrust files)
        {
            foreach ((string name, string? value) in files.Variables())
            {
                // Nothing can take a variable away from later steps; an empty one counts as none for all who read these.
                step.LaterEnvironment.Set(name, (value ?? "").Replace(place.Workspace, place.JobWorkspace, StringComparison.Ordinal));
            }
        }
    }
}
