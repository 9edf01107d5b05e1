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
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(5);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Told which authority clients will have to trust, as soon as it is known: who proves the result gets ready while the server restarts.</summary>
    internal Func<X509Certificate2?, Task>? Proving { get; init; }

    /// <summary>Awaited at every boundary between two steps: the place where a test ends the process.</summary>
    internal Func<string, Task>? StepBoundary { get; init; }

    /// <summary>What <see cref="UpAsync"/> would do. Changes nothing.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Plan> PlanAsync(TlsRequest request, CancellationToken cancellationToken)
    {
        RefuseWords(request);
        bool unfinished = Journal.Parse(await instance.ReadJournalAsync(cancellationToken)) is { Before: not null };
        InstanceState state = await instance.ReadAsync(cancellationToken);
        Refuse(state, request);
        Plan plan = Plan.For(state, request, _clock.GetUtcNow());
        await ExamineAsync(plan, request, state, cancellationToken);
        return unfinished ? plan with { Steps = [new PlanStep("recover", "undo what an interrupted run left"), .. plan.Steps] } : plan;
    }

    /// <summary>Makes the instance what is wanted, and proves it.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="prove">The checks that decide for the server: null when all passed, else what is wrong. What was changed is then put back.</param>
    /// <param name="cancellationToken">Stops it; what was changed is put back first.</param>
    /// <exception cref="SqlTlsException"><see cref="Failure.RolledBack"/>, <see cref="Failure.RollbackFailed"/>, or the surroundings refuse.</exception>
    public async Task<ProvisionResult> UpAsync(TlsRequest request, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        RefuseWords(request);
        await using IAsyncDisposable held = await instance.LockAsync(Say, cancellationToken);
        await BoundaryAsync("locked");
        try
        {
            await instance.PrepareAsync(cancellationToken);
            await BoundaryAsync("prepared");
            return await UpPreparedAsync(request, prove, cancellationToken);
        }
        catch
        {
            using var limit = new CancellationTokenSource(RestoreLimit);
            _ = await instance.RemoveAsync(onlyNew: true, limit.Token);
            throw;
        }
    }

    private async Task<ProvisionResult> UpPreparedAsync(TlsRequest request, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        Journal? journal = Journal.Parse(await instance.ReadJournalAsync(cancellationToken));
        bool recovered = journal?.Before is not null;
        if (recovered)
        {
            // Not written as done yet: until the server has been restarted, it may run with what was undone.
            Say("undoing what an interrupted run left");
            await instance.RestoreAsync(journal!.Before!, null, cancellationToken);
            await BoundaryAsync("recovered");
        }

        InstanceState state = await instance.ReadAsync(cancellationToken);
        Refuse(state, request);
        var plan = Plan.For(state, request, _clock.GetUtcNow());
        await ExamineAsync(plan, request, state, cancellationToken);
        if (!plan.IsEmpty || recovered)
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

    /// <summary>Puts everything back as it was before the first <see cref="UpAsync"/>.</summary>
    /// <param name="cancellationToken">Stops it; the next call goes on.</param>
    public async Task<ProvisionResult> DownAsync(CancellationToken cancellationToken)
    {
        await using IAsyncDisposable held = await instance.LockAsync(Say, cancellationToken);
        await BoundaryAsync("locked");
        if (await instance.RemoveAsync(onlyNew: false, cancellationToken))
        {
            return new ProvisionResult(await instance.ReadAsync(cancellationToken), Changed: true, Restarts: 0, TimeSpan.Zero);
        }

        Journal? journal = Journal.Parse(await instance.ReadJournalAsync(cancellationToken));
        InstanceState state = await instance.ReadAsync(cancellationToken);
        if (journal is null)
        {
            return new ProvisionResult(state, Changed: false, Restarts: 0, TimeSpan.Zero);
        }

        Say("putting the settings back");
        TlsSettings settings = await instance.RestoreAsync(journal.Original, journal.Before is null ? journal.Written : null, cancellationToken);
        await BoundaryAsync("restored");
        var watch = Stopwatch.StartNew();
        bool restarts = state is { Running: true, Held: null };
        if (restarts)
        {
            Say("restarting the server");
            StartResult start = await instance.RestartAsync(settings, cancellationToken);
            await BoundaryAsync("restarted");
            if (!start.Up)
            {
                throw NotPutBack(start.Problem!);
            }
        }

        await instance.WriteJournalAsync(null, cancellationToken);
        return new ProvisionResult(await instance.ReadAsync(cancellationToken), Changed: true, restarts ? 1 : 0, watch.Elapsed);
    }

    private async Task<ProvisionResult> ChangeAsync(
        Plan plan, TlsRequest request, Journal? journal, InstanceState now, Func<InstanceState, CancellationToken, Task<Finding?>> prove, CancellationToken cancellationToken)
    {
        using ServerCertificate? made = plan.NewCertificate && request.Source is CertificateSource.Made source
            ? await MakeAsync(plan, source, cancellationToken)
            : null;
        ServerCertificate? certificate = made ?? (plan.NewCertificate ? ((CertificateSource.Imported)request.Source).Certificate : null);
        InstanceChange change = ChangeOf(plan, certificate);
        Snapshot before = await instance.CaptureAsync(change, cancellationToken);
        Snapshot undo = journal?.Before?.With(before) ?? before;
        var open = new Journal(1, journal?.Original.With(before) ?? before, undo, journal?.Written);
        await OpenJournalAsync(open, journal, cancellationToken);
        // A server that was not stopped runs with what it had; one that an interrupted run left may run with anything.
        bool recovered = journal?.Before is not null;
        bool touched = recovered;
        try
        {
            await BoundaryAsync("journaled");
            Say("writing certificate and settings");
            TlsSettings settings = await instance.ApplyAsync(change, cancellationToken);
            await BoundaryAsync("applied");
            var watch = Stopwatch.StartNew();
            StartResult? start = null;
            if (now.Held is null)
            {
                touched = true;
                await ProvingAsync(certificate is null ? now.Certificate?.Authority : certificate.Authority);
                start = await RestartAsync(settings, now.Running, cancellationToken);
                touched = recovered || !start.Untouched;
            }

            TimeSpan restart = start is null ? TimeSpan.Zero : watch.Elapsed;
            InstanceState state = await instance.ReadAsync(cancellationToken);
            Finding? refusal = start is null ? null : start.Up ? await prove(state, cancellationToken) : start.Problem;
            await BoundaryAsync("proved");
            if (refusal is not null)
            {
                throw new SqlTlsException(Failure.RolledBack, refusal.Code, $"{refusal.Message} Everything was put back as it was.", refusal.Cure);
            }

            // Without the certificate: the journal must not hold its key.
            Snapshot written = await instance.CaptureAsync(change with { Certificate = null }, cancellationToken);
            await instance.WriteJournalAsync((open with { Before = null, Written = written }).Write(), cancellationToken);
            await BoundaryAsync("done");
            if (now.Held is null)
            {
                await instance.DiscardAsync(before, settings, cancellationToken);
            }

            return new ProvisionResult(state, Changed: true, now is { Running: true, Held: null } ? 1 : 0, restart);
        }
        catch (Exception exception) when (exception is not SqlTlsException { Failure: Failure.RollbackFailed })
        {
            await UndoAsync(undo, journal, now, touched, exception);
            throw;
        }
    }

    private async Task<StartResult> RestartAsync(TlsSettings settings, bool running, CancellationToken cancellationToken)
    {
        Say(running ? "restarting the server" : "starting the server");
        StartResult start = await instance.RestartAsync(settings, cancellationToken);
        await BoundaryAsync("restarted");
        if (start is { Up: true, Problem: { } warning })
        {
            Warn(warning);
        }

        return start;
    }

    // Nothing has been changed yet: where there is no room for a journal, there is nothing to undo either.
    private async Task OpenJournalAsync(Journal open, Journal? earlier, CancellationToken cancellationToken)
    {
        try
        {
            await instance.WriteJournalAsync(open.Write(), cancellationToken);
        }
        catch
        {
            try
            {
                await instance.WriteJournalAsync(earlier?.Write(), CancellationToken.None);
            }
            catch (SqlTlsException)
            {
                // What cannot be written cannot have been half written either; the first exception says why.
            }

            throw;
        }
    }

    private async Task UndoAsync(Snapshot undo, Journal? journal, InstanceState before, bool touched, Exception cause)
    {
        Say("putting everything back");
        using var limit = new CancellationTokenSource(RestoreLimit);
        try
        {
            if (await instance.RemoveAsync(onlyNew: true, limit.Token))
            {
                return;
            }

            TlsSettings settings = await instance.RestoreAsync(undo, null, limit.Token);
            await BoundaryAsync("restored");
            if (touched && before is { Running: true, Held: null })
            {
                StartResult start = await instance.RestartAsync(settings, limit.Token);
                if (!start.Up)
                {
                    throw NotPutBack(start.Problem!, cause);
                }
            }

            await instance.WriteJournalAsync(journal is null ? null : (journal with { Before = null }).Write(), limit.Token);
            if (before is { Running: false, Held: null })
            {
                await instance.StopAsync(limit.Token);
            }
        }
        catch (SqlTlsException exception) when (exception.Code == InstanceCodes.ContainerGone)
        {
            // With the server went everything that could have been put back.
        }
        catch (Exception exception) when (exception is OperationCanceledException or SqlTlsException { Failure: not Failure.RollbackFailed })
        {
            throw NotPutBack(new Finding(InstanceCodes.NotPutBack, Severity.Error, exception.Message, ""), cause);
        }
    }

    private Task<ServerCertificate> MakeAsync(Plan plan, CertificateSource.Made source, CancellationToken cancellationToken)
    {
        Say("making a certificate");
        return Task.Run(
            () =>
            {
                var options = new CertificateOptions(plan.Names, source.Days ?? CertificateOptions.DefaultDays, source.KeySize);
                using var authority = Authority.Create(options, _clock);
                ServerCertificate certificate = authority.Issue(options);
                source.Keys?.Take(certificate, authority);
                return certificate;
            },
            cancellationToken);
    }

    private void RefuseWords(TlsRequest request)
    {
        if (instance.Kind is not ("container" or "endpoint"))
        {
            request.Source.RequireLifetime(instance.Name);
        }

        if (request.Source is CertificateSource.Imported imported)
        {
            RefuseUnfit(imported.Certificate, request);
        }
    }

    private void RefuseUnfit(ServerCertificate certificate, TlsRequest request)
    {
        IReadOnlyList<X509Certificate2> issuers = certificate.Authority is { } root ? [.. certificate.Intermediates, root] : certificate.Intermediates;
        var context = new RequirementContext([.. request.Names.Select(name => name.Value)], _clock.GetUtcNow(), request.RenewBefore, certificate.Leaf.HasPrivateKey);
        if (CertificateRequirements.Check(certificate.Leaf, issuers, context) is [{ Severity: Severity.Error } worst, ..])
        {
            throw new SqlTlsException(Failure.Input, worst.Code, worst.Message, worst.Cure);
        }
    }

    private async Task ExamineAsync(Plan plan, TlsRequest request, InstanceState state, CancellationToken cancellationToken)
    {
        ServerCertificate? given = plan.NewCertificate ? (request.Source as CertificateSource.Imported)?.Certificate : null;
        InstanceChange change = ChangeOf(plan, given) with { IsToBeMade = plan.NewCertificate && given is null, AskedNames = request.Names };
        IReadOnlyList<Finding> found = await instance.ExamineAsync(change, cancellationToken);
        foreach (Finding warning in state.Warnings.Concat(found).Where(finding => finding.Severity == Severity.Warning))
        {
            Warn(warning);
        }
    }

    private static InstanceChange ChangeOf(Plan plan, ServerCertificate? certificate) => new(plan.Settings, certificate, plan.TrustInside);

    private void Refuse(InstanceState state, TlsRequest request)
    {
        if (request.ForceStrict == true && state.Version is { } version && version.Major < instance.ForceStrictSince.Major)
        {
            throw new SqlTlsException(
                Failure.Input,
                InstanceCodes.StrictTooOld,
                $"{instance.Name} runs SQL Server {version}, and strict connections can be forced from version {instance.ForceStrictSince} on.",
                "Leave out --force-strict and use --force-encryption, which works on every version.");
        }
    }

    private SqlTlsException NotPutBack(Finding problem, Exception? cause = null) => new(
        Failure.RollbackFailed,
        InstanceCodes.NotPutBack,
        $"The settings of {instance.Name} could not be put back: {problem.Message}{(cause is null ? "" : $" Before that: {cause.Message}")}",
        "Put right what is named here, then run sqltls down: the journal is still with the instance.",
        cause);

    private void Warn(Finding warning) => Say($"warning {warning.Code}: {warning.Message} {warning.Cure}".TrimEnd());

    private void Say(string words) => progress?.Invoke(words);

    private Task ProvingAsync(X509Certificate2? authority) => Proving?.Invoke(authority) ?? Task.CompletedTask;

    private Task BoundaryAsync(string step) => StepBoundary?.Invoke(step) ?? Task.CompletedTask;
}
