using SqlTls.Action.Workflow;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Action;

/// <summary>What <c>action/down</c> does: the settings as they were before the first run.</summary>
internal static class Putting
{
    public static async Task BackAsync(Step step, Inputs inputs, Place place, CancellationToken cancellationToken)
    {
        if (!inputs.HasTarget)
        {
            throw new SqlTlsException(Failure.Input, ActionCodes.Input, "No server is named whose settings to put back.", "Set container, image, instance or service.");
        }

        step.Log.Group("Putting the settings back");
        await using Target target = await Target.OpenAsync(ServerSetup.Named(step, inputs, place) with { AcceptEula = true }, cancellationToken);
        InstanceState before = await target.Instance.ReadAsync(cancellationToken);
        ProvisionResult result = await new Provisioner(target.Instance, step.Log.Say).DownAsync(cancellationToken);
        step.Log.Say(result.Changed ? $"{target.Instance.Name} is as it was before the first run." : $"{target.Instance.Name} has nothing of sqltls; nothing was changed.");
        await Trusting.RemoveAsync(step, inputs, place, before.Certificate?.Authority, cancellationToken);
        step.Log.EndGroup();
        step.Outputs.Set("changed", result.Changed ? "true" : "false");
    }
}
