namespace SqlTls.Instances.Windows;

/// <summary>Restarts an instance's service, with the services that need it, and watches it come up.</summary>
internal sealed class ServiceRestart(IServices services, InstanceJournal journal, string service, InstanceRegistry registry, TimeSpan limit)
{
    private readonly string? _log = registry.ErrorLog;

    /// <summary>Starts it again if it runs, or if a run that was interrupted stopped it.</summary>
    /// <param name="thumbprint">The certificate that it must say it loaded; null where none is set.</param>
    /// <param name="cancellationToken">Stops waiting; what was stopped stays noted.</param>
    public async Task<StartResult> RunAsync(string? thumbprint, CancellationToken cancellationToken)
    {
        string? before = (await WindowsErrorLog.ReadAsync(_log, cancellationToken)).FirstLine;
        if (await StopAsync(cancellationToken) is { } refusal)
        {
            _ = await StartOthersAsync(cancellationToken);
            return new StartResult(false, refusal, Untouched: true);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        StartResult result;
        try
        {
            _ = await services.StartAsync(service, limit, patience.Token);
            var watch = new StartWatch(_ => Task.FromResult(services.Find(service) is { Running: true }), limit => WindowsErrorLog.ReadAsync(_log, limit), before, thumbprint)
            {
                AwaitsRecovery = false,
                IsOnWindows = true,
                Answers = registry.Listens() is { } tcp ? tcp.AnswersAsync : null,
            };
            result = await watch.WaitAsync(patience.Token) ?? Ended();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = await LateAsync(before, cancellationToken);
        }

        return result.Up ? await StartOthersAsync(cancellationToken) : result;
    }

    private async Task<Finding?> StopAsync(CancellationToken cancellationToken)
    {
        if (services.Find(service) is not { Running: true } state)
        {
            return null;
        }

        // Noted before the first one stops: whoever comes next starts them, should this run be ended here.
        journal.Stopped = [.. journal.Stopped.Where(name => name != service).Union(state.RunningDependents), service];
        try
        {
            foreach (string name in state.RunningDependents.Append(service))
            {
                await services.StopAsync(name, limit, cancellationToken);
            }
        }
        catch (SqlTlsException exception) when (services.Find(service) is { Running: true })
        {
            return new Finding(exception.Code, Severity.Error, exception.Message, exception.Cure);
        }
        catch (SqlTlsException)
        {
            // It is on its way down, and there is no way back: a server that writes much to its disks takes its time.
            await services.StopAsync(service, limit, cancellationToken);
        }

        return null;
    }

    private async Task<StartResult> StartOthersAsync(CancellationToken cancellationToken)
    {
        List<string> down = [];
        foreach (string name in journal.Stopped.Where(name => name != service).Reverse())
        {
            if (services.Find(name) is { Running: false } && !await StartsAsync(name, cancellationToken))
            {
                down.Add(name);
            }
        }

        journal.Stopped = [];
        return new StartResult(true, down.Count == 0 ? null : new Finding(
            WindowsCodes.DependentDown,
            Severity.Warning,
            $"{service} is up, but what was stopped with it did not start again: {string.Join(", ", down)}.",
            "Start it by hand, and look at the event log for what keeps it."));
    }

    private async Task<bool> StartsAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await services.StartAsync(name, limit, cancellationToken);
        }
        catch (SqlTlsException)
        {
            // One that is refused is down like one that fails: it is told with the others, and the server stays up.
            return false;
        }
    }

    private async Task<StartResult> LateAsync(string? before, CancellationToken cancellationToken) =>
        new(false, ErrorLogDiagnosis.Of(await LogAsync(before, cancellationToken), onWindows: true) ?? new Finding(
            InstanceCodes.NotUpInTime,
            Severity.Error,
            $"The service {service} was not ready within {limit.TotalSeconds:0} s.",
            $"Read {_log ?? "the event log"}, and where the machine is slow, give it more time with --timeout."));

    private StartResult Ended() => new(false, new Finding(
        InstanceCodes.Ended,
        Severity.Error,
        $"The service {service} ended right after its start, and its error log does not say why.",
        $"Read {_log ?? "its error log"} and the Windows event log."));

    // The log of the start before is not ours to judge; each start begins a new one.
    private async Task<ErrorLog> LogAsync(string? before, CancellationToken cancellationToken)
    {
        ErrorLog read = await WindowsErrorLog.ReadAsync(_log, cancellationToken);
        return read.FirstLine == before ? ErrorLog.Parse("") : read;
    }
}
