using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Provisioning;

/// <summary>The restart of an instance, and where the server is after it.</summary>
/// <param name="instance">Which one.</param>
/// <param name="steps">Told what is being done.</param>
internal sealed class Restarting(IInstance instance, Steps steps)
{
    public async Task<StartResult> StartAsync(TlsSettings settings, bool running, CancellationToken cancellationToken)
    {
        steps.Say(running ? "restarting the server" : "starting the server");
        StartResult start = await instance.RestartAsync(settings, cancellationToken);
        await steps.ReachAsync("restarted");
        if (start is { Up: true, Problem: { } warning })
        {
            steps.Warn(warning);
        }

        return start;
    }

    /// <summary>What is the case now. An engine may publish a port anew at each start.</summary>
    public async Task<InstanceState> ReadAgainAsync(InstanceState before, CancellationToken cancellationToken)
    {
        InstanceState now = await instance.ReadAsync(cancellationToken);
        if (before.Published is { } former && now.Published is { } address && address != former)
        {
            steps.Warn(new Finding(
                InstanceCodes.PortChanged, Severity.Warning, $"Since the restart the server is at {address}; before it was at {former}.", "Publish a port of your own choice to keep it."));
        }

        return now;
    }
}
