using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Settings;
using SqlTls.Verification;

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

    private Restarting Restart => new(instance, _steps);

    /// <summary>How long it takes at most, once a run is to stop, until everything is put back.</summary>
    /// <param name="startLimit">How long the server's start may take.</param>
    public static TimeSpan UndoLimit(TimeSpan startLimit) => Rollback.LimitFor(startLimit);

    /// <summary>What <see cref="UpAsync"/> would do. Changes nothing.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Plan> PlanAsync(TlsRequest request, CancellationToken cancellationToken)
    {
        _refuse.Words(request);
        var journal = await ChangeJournal.ReadAsync(instance, cancellationToken);
        (_, Plan plan) = await ExamineAsync(request, cancellationToken);
        return journal.Unfinished is null ? plan : plan with { Steps = [PlanStep.Recovering, .. plan.Steps] };
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
        if (request.ForceStrict == true)
        {
            // An image may say its version before anything is made of it.
            _refuse.Version(await instance.ReadAsync(cancellationToken), request);
        }

        try
        {
            await instance.PrepareAsync(cancellationToken);
            await _steps.ReachAsync("prepared");
            return await UpPreparedAsync(request, prove, cancellationToken);
        }
        catch (Exception exception) when (exception is not SqlTlsException { Failure: Failure.RollbackFailed })
        {
            await RemoveNewAsync();
            throw;
        }
    }

    /// <summary>What <see cref="DownAsync"/> would do. Changes nothing.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<PlanStep>> PlanDownAsync(CancellationToken cancellationToken) => new PuttingBack(instance, _steps).PlanAsync(cancellationToken);

    /// <summary>Puts everything back as it was before the first <see cref="UpAsync"/>.</summary>
    /// <param name="cancellationToken">Stops it; the next call goes on.</param>
    public async Task<ProvisionResult> DownAsync(CancellationToken cancellationToken)
    {
        await using IAsyncDisposable held = await instance.LockAsync(_steps.Say, cancellationToken);
        await _steps.ReachAsync("locked");
        return await new PuttingBack(instance, _steps).RunAsync(cancellationToken);
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

        if (journal.Former is null && request.Source is CertificateSource.Made made)
        {
            // Never changed before, it will hardly have a certificate that does: the key is made while the server is looked at.
            request = request with { Source = made.WithKeyAhead() };
        }

        (InstanceState state, Plan plan) = await ExamineAsync(request, cancellationToken);
        if (!plan.IsEmpty || journal.Unfinished is not null)
        {
            return await ChangeAsync(plan, request, journal, state, prove, cancellationToken);
        }

        if (state.Held is null)
        {
            await ProvingAsync(state.Certificate?.Authority);
            // Nothing was changed, so nothing is put back: what failed stands in the checks. One that does not answer may be well where it is not seen from here.
            if (await prove(state, cancellationToken) is { } refusal && refusal.Code != VerificationCodes.Listening)
            {
                return await RestartUnchangedAsync(state, prove, cancellationToken);
            }
        }

        return new ProvisionResult(state, Changed: false, Restarts: 0, TimeSpan.Zero);
    }

    // What is written is what is wanted, and the server shows something else: it has not been restarted since somebody wrote it.
    private async Task<ProvisionResult> RestartUnchangedAsync(InstanceState state, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        StartResult start = await Restart.StartAsync(state.Settings, running: true, cancellationToken);
        TimeSpan restart = watch.Elapsed;
        if (start is { Up: false, Problem: var problem })
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                problem!.Code,
                $"{problem.Message} {instance.Name} has the settings that are wanted and ran with others, so it was to be restarted; nothing was written.",
                problem.Cure);
        }

        InstanceState now = await Restart.ReadAgainAsync(state, cancellationToken);
        _ = await prove(now, cancellationToken);
        return new ProvisionResult(now, Changed: true, Restarts: 1, restart);
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
                start = await Restart.StartAsync(settings, now.Running, cancellationToken);
                restart = watch.Elapsed;
                touched = journal.Unfinished is not null || !start.Untouched;
            }

            InstanceState state = await Restart.ReadAgainAsync(now, cancellationToken);
            Finding? refusal = start is null ? null : start.Up ? await prove(state, cancellationToken) : start.Problem;
            await _steps.ReachAsync("proved");
            if (refusal is not null)
            {
                throw new SqlTlsException(Failure.RolledBack, refusal.Code, refusal.Message, refusal.Cure);
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
            await DiscardAsync(journal, settings);
        }

        return result;
    }

    // The change is done and proved: what cannot be cleared away is no reason to undo it, nor is a wish to stop, and the next change clears it away.
    private async Task DiscardAsync(ChangeJournal journal, TlsSettings inUse)
    {
        using var limit = new CancellationTokenSource(Rollback.Limit);
        try
        {
            await journal.DiscardAsync(inUse, limit.Token);
        }
        catch (Exception thrown) when (thrown is SqlTlsException or OperationCanceledException)
        {
            var exception = SqlTlsException.Of(thrown);
            _steps.Warn(new Finding(exception.Code, Severity.Warning, $"Certificates of earlier runs are still there: {exception.Message}", exception.Cure));
        }
    }

    // What this run has made goes with it. Where it stays, that must not hide why it was to go.
    private async Task RemoveNewAsync()
    {
        using var limit = new CancellationTokenSource(Rollback.Limit);
        try
        {
            _ = await instance.RemoveAsync(onlyNew: true, limit.Token);
        }
#pragma warning disable CA1031 // Whatever it is, it comes second.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var problem = SqlTlsException.Of(exception);
            _steps.Warn(new Finding(problem.Code, Severity.Warning, $"What this run has made is still there: {problem.Message}", "Run sqltls down with the same words."));
        }
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
        cancellationToken.ThrowIfCancellationRequested();
        return await made.MakeAsync(plan.Names, _clock);
    }

    private static ServerCertificate? Given(Plan plan, TlsRequest request) => plan.NewCertificate ? (request.Source as CertificateSource.Imported)?.Certificate : null;

    private static InstanceChange ChangeOf(Plan plan, ServerCertificate? certificate) => new(plan.Settings, certificate, plan.TrustInside);

    private Task ProvingAsync(X509Certificate2? authority) => Proving?.Invoke(authority) ?? Task.CompletedTask;
}
