using System.Diagnostics;
using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Provisioning;

/// <summary>Puts an instance back as it was before the first change: what the journal says of it.</summary>
/// <param name="instance">Which one.</param>
/// <param name="steps">Told what is being done.</param>
internal sealed class PuttingBack(IInstance instance, Steps steps)
{
    /// <summary>What <see cref="RunAsync"/> would do. Changes nothing.</summary>
    public async Task<IReadOnlyList<PlanStep>> PlanAsync(CancellationToken cancellationToken)
    {
        if (await instance.IsRemovableAsync(cancellationToken))
        {
            return [new PlanStep("remove", $"remove {instance.Name}, with its volumes and the password that was made for it")];
        }

        var journal = await ChangeJournal.ReadAsync(instance, cancellationToken);
        if (journal.Former is not var (original, _))
        {
            return [];
        }

        InstanceState state = await instance.ReadAsync(cancellationToken);
        return
        [
            .. journal.Unfinished is null ? Array.Empty<PlanStep>() : [PlanStep.Recovering],
            .. original.Values.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => new PlanStep(
                "restore", each.Value is null ? $"{each.Key} goes: it was not there before the first up" : $"{each.Key} becomes what it was before the first up")),
            .. state switch
            {
                { Held: { } why } => [new PlanStep("wait", $"no restart: {why}")],
                { Running: true } => [new PlanStep("restart", "restart the server")],
                _ => Array.Empty<PlanStep>(),
            },
        ];
    }

    /// <summary>Puts everything back. Nobody else may be at the instance meanwhile.</summary>
    public async Task<ProvisionResult> RunAsync(CancellationToken cancellationToken)
    {
        if (await instance.RemoveAsync(onlyNew: false, cancellationToken))
        {
            return new ProvisionResult(await instance.ReadAsync(cancellationToken), Changed: true, Restarts: 0, TimeSpan.Zero);
        }

        var journal = await ChangeJournal.ReadAsync(instance, cancellationToken);
        InstanceState state = await instance.ReadAsync(cancellationToken);
        if (journal.Former is not var (original, written))
        {
            return new ProvisionResult(state, Changed: false, Restarts: 0, TimeSpan.Zero);
        }

        steps.Say("putting the settings back");
        await UndoUnfinishedAsync(journal, cancellationToken);
        TlsSettings settings = await instance.RestoreAsync(original, written, cancellationToken);
        await steps.ReachAsync("restored");
        var watch = Stopwatch.StartNew();
        var restarting = new Restarting(instance, steps);
        bool restarts = state is { Running: true, Held: null };
        if (restarts && await restarting.StartAsync(settings, running: true, cancellationToken) is { Up: false } start)
        {
            throw Rollback.Failed(instance, start.Problem!);
        }

        // Of what an interrupted run added, nothing is known to be another's.
        if (await instance.ClearAsync(original, journal.Unfinished is null ? written : null, wasInUse: true, cancellationToken) is { } staying)
        {
            steps.Warn(staying);
        }
        else
        {
            await journal.DeleteAsync(cancellationToken);
        }

        return new ProvisionResult(await restarting.ReadAgainAsync(state, cancellationToken), Changed: true, restarts ? 1 : 0, watch.Elapsed);
    }

    // What the last run that ended had left is then there again: what others have changed since is told by that.
    private async Task UndoUnfinishedAsync(ChangeJournal journal, CancellationToken cancellationToken)
    {
        if (journal.Unfinished is { } unfinished)
        {
            await instance.RestoreAsync(unfinished, null, cancellationToken);
            await journal.CloseUnfinishedAsync(cancellationToken);
            await steps.ReachAsync("recovered");
        }
    }
}
