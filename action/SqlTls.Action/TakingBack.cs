using SqlTls.Action.Workflow;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Action;

/// <summary>What <c>action/down</c> does: settings and trust as they were before the first run.</summary>
internal static class TakingBack
{
    public static async Task RunAsync(Step step, Inputs inputs, Place place, CancellationToken cancellationToken)
    {
        if (!inputs.HasTarget)
        {
            throw new SqlTlsException(Failure.Input, ActionCodes.Input, "No server is named whose settings to put back.", "Set container, image, instance or service.");
        }

        step.Log.Group("Putting the settings back");
        try
        {
            await using Target target = await Target.OpenAsync(ServerSetup.Named(step, inputs, place) with { AcceptEula = true }, cancellationToken);
            ProvisionResult result = await TlsSetup.DownAsync(target.Instance, target.OutputFolder, step.Log.Say, cancellationToken: cancellationToken);
            step.Log.Say(result.Changed ? $"{target.Instance.Name} is as it was before the first run." : $"{target.Instance.Name} has nothing of sqltls; nothing was changed.");
            step.Outputs.Set("changed", result.Changed ? "true" : "false");
        }
        catch (SqlTlsException exception) when (exception.Code == InstanceCodes.NoContainer)
        {
            await DistrustAllAsync(step, place, cancellationToken);
            throw;
        }
        finally
        {
            Trusting.Forget(step, place);
        }

        step.Log.EndGroup();
    }

    // Which of the servers was meant is not known once it is gone, and one authority too many is worse than one too few.
    private static async Task DistrustAllAsync(Step step, Place place, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(place.Workspace, Publishing.Folder);
        foreach (string server in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
        {
            if (await ClientTrust.RemoveAsync(server, cancellationToken))
            {
                step.Log.Say($"The authority of {Path.GetFileName(server)} is trusted no more.");
            }
        }
    }
}
