using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Provisioning;

/// <summary>Carries plans out: all of it, or nothing. What is about to change is journaled with the instance before the first change.</summary>
/// <param name="instance">Whose settings change; the caller disposes it.</param>
/// <param name="progress">Told what is being done, a few words each.</param>
/// <param name="clock">Now; by default the system's clock.</param>
public sealed class Provisioner(IInstance instance, Action<string>? progress = null, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Refusals _refuse = new(instance, clock ?? TimeProvider.System);
    private Steps _steps = new(progress, Boundary: null);

    /// <summary>Told which authority clients will have to trust, as soon as it is known: who proves the result gets ready while the server restarts.</summary>
    internal Func<X509Certificate2?, Task>? Proving { get; init; }

    /// <summary>Told what the user should know; by default progress is, in words that begin with <c>warning</c>.</summary>
    internal Action<Finding>? Warned
    {
        init => _steps = _steps with { Warned = value };
    }

    /// <summary>Awaited at every boundary between two steps: the place where a test ends the process.</summary>
    internal Func<string, Task>? StepBoundary
    {
        get => _steps.Boundary;
        init => _steps = _steps with { Boundary = value };
    }

    /// <summary>What <see cref="UpAsync"/> would do. Changes nothing.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Plan> PlanAsync(TlsRequest request, CancellationToken cancellationToken)
    {
        _refuse.Words(request);
        var journal = await ChangeJournal.ReadAsync(instance, cancellationToken);
        (_, Plan plan) = await ExamineAsync(request, cancellationToken);
        return journal.Unfinished is null ? plan : plan with { Steps = [new PlanStep("recover", "undo what an interrupted run left"), .. plan.Steps] };
    }

    /// <summary>Makes the instance what is wanted, and proves it.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="prove">The checks that decide for the server: null when all passed, else what is wrong. What was changed is then put back.</param>
    /// <param name="cancellationToken">Stops it; what was changed is put back first.</param>
    /// <exception cref="SqlTlsException"><see cref="Failure.RolledBack"/>, <see cref="Failure.RollbackFailed"/>, or the surroundings refuse.</exception>
    public async Task<ProvisionResult> UpAsync(TlsRequest request, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        _refuse.Words(request);
        await using IAsyncDisposable held = await instance.LockAsync(_steps.Say, cancellationToken);
        await _steps.ReachAsync("locked");
        try
        {
            await instance.PrepareAsync(cancellationToken);
            await _steps.ReachAsync("prepared");
            return await UpPreparedAsync(request, prove, cancellationToken);
        }
        catch
        {
            using var limit = new CancellationTokenSource(Rollback.Limit);
            _ = await instance.RemoveAsync(onlyNew: true, limit.Token);
            throw;
        }
    }

    /// <summary>Puts everything back as it was before the first <see cref="UpAsync"/>.</summary>
    /// <param name="cancellationToken">Stops it; the next call goes on.</param>
    public async Task<ProvisionResult> DownAsync(CancellationToken cancellationToken)
    {
        await using IAsyncDisposable held = await instance.LockAsync(_steps.Say, cancellationToken);
        await _steps.ReachAsync("locked");
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

        _steps.Say("putting the settings back");
        TlsSettings settings = await instance.RestoreAsync(original, written, cancellationToken);
        await _steps.ReachAsync("restored");
        var watch = Stopwatch.StartNew();
        bool restarts = state is { Running: true, Held: null };
        if (restarts && await StartAsync(settings, running: true, cancellationToken) is { Up: false } start)
        {
            throw Rollback.Failed(instance, start.Problem!);
        }

        if (await instance.ClearAsync(original, written, wasInUse: true, cancellationToken) is { } staying)
        {
            _steps.Warn(staying);
        }
        else
        {
            await journal.DeleteAsync(cancellationToken);
        }

        return new ProvisionResult(await ReadAgainAsync(state, cancellationToken), Changed: true, restarts ? 1 : 0, watch.Elapsed);
    }

    private async Task<ProvisionResult> UpPreparedAsync(TlsRequest request, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        var journal = await ChangeJournal.ReadAsync(instance, cancellationToken);
        if (journal.Unfinished is { } unfinished)
        {
            // Not written as done yet: until the server has been restarted, it may run with what was undone.
            _steps.Say("undoing what an interrupted run left");
            await instance.RestoreAsync(unfinished, null, cancellationToken);
            await _steps.ReachAsync("recovered");
        }

        (InstanceState state, Plan plan) = await ExamineAsync(request, cancellationToken);
        if (!plan.IsEmpty || journal.Unfinished is not null)
        {
            return await ChangeAsync(plan, request, journal, state, prove, cancellationToken);
        }

        if (state.Held is null)
        {
            await ProvingAsync(state.Certificate?.Authority);
            // Nothing was changed, so nothing is put back: what failed stands in the checks.
            _ = await prove(state, cancellationToken);
        }

        return new ProvisionResult(state, Changed: false, Restarts: 0, TimeSpan.Zero);
    }

    private async Task<ProvisionResult> ChangeAsync(
        Plan plan, TlsRequest request, ChangeJournal journal, InstanceState now, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        using ServerCertificate? made = await MakeAsync(plan, request.Source, cancellationToken);
        InstanceChange change = ChangeOf(plan, made ?? Given(plan, request));
        if (now.Held is null)
        {
            await ProvingAsync(change.Certificate is { } certificate ? certificate.Authority : now.Certificate?.Authority);
        }

        Snapshot before = await instance.CaptureAsync(change, cancellationToken);
        Snapshot undo = await journal.OpenAsync(before, cancellationToken);

        // A server that was not stopped runs with what it had; one that an interrupted run left may run with anything.
        bool touched = journal.Unfinished is not null;
        TlsSettings settings;
        ProvisionResult result;
        try
        {
            await _steps.ReachAsync("journaled");
            _steps.Say("writing certificate and settings");
            settings = await instance.ApplyAsync(change, cancellationToken);
            await _steps.ReachAsync("applied");
            StartResult? start = null;
            TimeSpan restart = TimeSpan.Zero;
            if (now.Held is null)
            {
                touched = true;
                var watch = Stopwatch.StartNew();
                start = await StartAsync(settings, now.Running, cancellationToken);
                restart = watch.Elapsed;
                touched = journal.Unfinished is not null || !start.Untouched;
            }

            InstanceState state = await ReadAgainAsync(now, cancellationToken);
            Finding? refusal = start is null ? null : start.Up ? await prove(state, cancellationToken) : start.Problem;
            await _steps.ReachAsync("proved");
            if (refusal is not null)
            {
                throw new SqlTlsException(Failure.RolledBack, refusal.Code, $"{refusal.Message} Everything was put back as it was.", refusal.Cure);
            }

            // Without the certificate: the journal must not hold its key.
            await journal.CloseAsync(await instance.CaptureAsync(change with { Certificate = null }, cancellationToken), cancellationToken);
            result = new ProvisionResult(state, Changed: true, now is { Running: true, Held: null } ? 1 : 0, restart);
            await _steps.ReachAsync("done");
        }
        catch (Exception exception) when (exception is not SqlTlsException { Failure: Failure.RollbackFailed })
        {
            await new Rollback(instance, now, _steps).RunAsync(journal, undo, touched, exception);
            throw;
        }

        if (now.Held is null)
        {
            await DiscardAsync(journal, settings, cancellationToken);
        }

        return result;
    }

    // The change is done and proved: what cannot be cleared away is no reason to undo it, and the next change clears it away.
    private async Task DiscardAsync(ChangeJournal journal, TlsSettings inUse, CancellationToken cancellationToken)
    {
        try
        {
            await journal.DiscardAsync(inUse, cancellationToken);
        }
        catch (SqlTlsException exception)
        {
            _steps.Warn(new Finding(exception.Code, Severity.Warning, $"Certificates of earlier runs are still there: {exception.Message}", exception.Cure));
        }
    }

    private async Task<StartResult> StartAsync(TlsSettings settings, bool running, CancellationToken cancellationToken)
    {
        _steps.Say(running ? "restarting the server" : "starting the server");
        StartResult start = await instance.RestartAsync(settings, cancellationToken);
        await _steps.ReachAsync("restarted");
        if (start is { Up: true, Problem: { } warning })
        {
            _steps.Warn(warning);
        }

        return start;
    }

    private async Task<InstanceState> ReadAgainAsync(InstanceState before, CancellationToken cancellationToken)
    {
        InstanceState now = await instance.ReadAsync(cancellationToken);
        if (before.Published is { } former && now.Published is { } address && address != former)
        {
            _steps.Warn(new Finding(
                InstanceCodes.PortChanged, Severity.Warning, $"Since the restart the server is at {address}; before it was at {former}.", "Publish a port of your own choice to keep it."));
        }

        return now;
    }

    private async Task<(InstanceState State, Plan Plan)> ExamineAsync(TlsRequest request, CancellationToken cancellationToken)
    {
        InstanceState state = await instance.ReadAsync(cancellationToken);
        _refuse.Version(state, request);
        var plan = Plan.For(state, request, _clock.GetUtcNow());
        ServerCertificate? given = Given(plan, request);
        InstanceChange change = ChangeOf(plan, given) with { IsToBeMade = plan.NewCertificate && given is null, AskedNames = request.Names, MustServe = !plan.IsEmpty || request.Source is not CertificateSource.Made };
        IReadOnlyList<Finding> found = await instance.ExamineAsync(change, cancellationToken);
        foreach (Finding warning in state.Warnings.Concat(found).Where(finding => finding.Severity == Severity.Warning))
        {
            _steps.Warn(warning);
        }

        return (state, plan);
    }

    private async Task<ServerCertificate?> MakeAsync(Plan plan, CertificateSource source, CancellationToken cancellationToken)
    {
        if (!plan.NewCertificate || source is not CertificateSource.Made made)
        {
            return null;
        }

        _steps.Say("making a certificate");
        return await Task.Run(() => made.Make(plan.Names, _clock), cancellationToken);
    }

    private static ServerCertificate? Given(Plan plan, TlsRequest request) => plan.NewCertificate ? (request.Source as CertificateSource.Imported)?.Certificate : null;

    private static InstanceChange ChangeOf(Plan plan, ServerCertificate? certificate) => new(plan.Settings, certificate, plan.TrustInside);

    private Task ProvingAsync(X509Certificate2? authority) => Proving?.Invoke(authority) ?? Task.CompletedTask;
}
