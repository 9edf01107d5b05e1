using SqlTls.Action.Workflow;
using SqlTls.Reports;
using SqlTls.Reports.Pages;
using SqlTls.Trust;

namespace SqlTls.Action;

/// <summary>One run of the action, from inputs to exit code. Exit codes are those of <c>sqltls</c>.</summary>
/// <param name="step">What the runner gave.</param>
internal sealed class ActionRun(Step step)
{
    private const int SomethingFailed = 1;

    // As shells count a program that was interrupted.
    private const int Cancelled = 130;

    private RunReport _run = new(DateTimeOffset.UtcNow);
    private Place? _place;

    /// <param name="args">Nothing, <c>down</c>, or <c>endpoint</c> for the process that lives on after the step.</param>
    /// <param name="cancellationToken">Stops it; what was changed is put back first.</param>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args is [EndpointSetup.Word])
        {
            return await GuardAsync(ServeAsync, cancellationToken);
        }

        MaskSecrets();
        int exitCode = await GuardAsync(args is ["down"] ? DownAsync : UpAsync, cancellationToken);
        if (exitCode != Cancelled && (args is [] || exitCode != 0))
        {
            Publishing.Pages(step, _run, _place);
        }

        return exitCode;
    }

    private async Task<int> UpAsync(CancellationToken cancellationToken)
    {
        (Inputs inputs, Place place) = await ReadAsync(cancellationToken);
        inputs.RefuseNothing();
        // What cannot be trusted afterwards is better said before a server is restarted.
        ITrustStore? trust = await Trusting.OpenAsync(step, inputs, place, cancellationToken);
        _run = _run with { Audit = await Auditing.RunAsync(step, inputs, place, cancellationToken) };
        ServerSetup? setup = inputs.Endpoint ? await EndpointSetup.RunAsync(step, inputs, place, cancellationToken)
            : inputs.HasTarget ? await ServerSetup.RunAsync(step, inputs, place, cancellationToken)
            : null;
        _run = _run with { Setup = setup?.Report };
        if (trust is not null && setup is not null)
        {
            await Trusting.AddAsync(step, place, trust, setup, cancellationToken);
        }

        _run = _run with { Verified = await Verifying.RunAsync(step, inputs, place, setup, cancellationToken) };
        return _run.Proofs.Any(Fails) || Auditing.Fails(_run.Audit, inputs.AuditFailOn) ? SomethingFailed : 0;
    }

    private async Task<int> DownAsync(CancellationToken cancellationToken)
    {
        (Inputs inputs, Place place) = await ReadAsync(cancellationToken);
        await TakingBack.RunAsync(step, inputs, place, cancellationToken);
        return 0;
    }

    private async Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        await EndpointSetup.ServeAsync(Inputs.Read(step.Input), cancellationToken);
        return 0;
    }

    private async Task<(Inputs Inputs, Place Place)> ReadAsync(CancellationToken cancellationToken)
    {
        Place place = await Place.FindAsync(step, cancellationToken);
        // Before the place is known to whatever writes there.
        OwnFolder.RefuseLinks(place.Workspace);
        _place = place;
        Inputs inputs = Inputs.Read(step.Input);
        ContainerLimits.Check(inputs, _place);
        return (inputs, _place);
    }

    private void MaskSecrets()
    {
        foreach (string secret in Inputs.Secrets)
        {
            step.Log.Mask(step.Input(secret));
        }

        foreach (string line in (step.Input("verify") ?? "").Split('\n'))
        {
            step.Log.Mask(GivenString.PasswordOf(line));
        }
    }

    private async Task<int> GuardAsync(Func<CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            step.Log.EndGroup();
            step.Log.Say("Cancelled. What was changed is put back.");
            return Cancelled;
        }
#pragma warning disable CA1031 // The outermost place: whatever else is thrown is told as a runner can show it, and ends in the contract's exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Fail(exception);
        }
    }

    private int Fail(Exception exception)
    {
        var told = SqlTlsException.Of(exception);
        step.Log.EndGroup();
        if (told.Code == SurroundingsCodes.Unforeseen)
        {
            // Where it happened, and not its message, which may quote what nobody should read.
            (exception.StackTrace ?? "").Split('\n').ToList().ForEach(step.Log.Say);
        }

        string cure = Cures.Of(told);
        step.Log.Annotate(Severity.Error, $"{told.Message} {cure}\n{HelpLink.For(told.Code)}", told.Code);
        _run = _run with { Error = new ErrorReport.Detail(told.Code, told.Message, cure) };
        return (int)told.Failure;
    }

    private static bool Fails(UpReport report) => report.Checks.Any(check => check.Fails);
}
