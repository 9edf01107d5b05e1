using SqlTls.Action.Workflow;
using SqlTls.Reports;
using SqlTls.Reports.Pages;

namespace SqlTls.Action;

/// <summary>One run of the action, from inputs to exit code. Exit codes are those of <c>sqltls</c>.</summary>
internal static class ActionRun
{
    private const int SomethingFailed = 1;

    /// <param name="args">Nothing, <c>down</c>, or <c>endpoint</c> for the process that lives on after the step.</param>
    /// <param name="step">What the runner gave.</param>
    /// <param name="cancellationToken">Stops it; what was changed is put back first.</param>
    public static async Task<int> RunAsync(string[] args, Step step, CancellationToken cancellationToken)
    {
        if (args is not [EndpointSetup.Word])
        {
            foreach (string secret in Inputs.Secrets)
            {
                step.Log.Mask(step.Input(secret));
            }
        }

        var run = new RunReport(DateTimeOffset.UtcNow);
        Place? place = null;
        int exitCode = 0;
        try
        {
            place = await Place.FindAsync(step, cancellationToken);
            Inputs inputs = Inputs.Read(step.Input);
            Limits.Check(inputs, place);
            switch (args)
            {
                case ["down"]:
                    await Putting.BackAsync(step, inputs, place, cancellationToken);
                    return 0;
                case [EndpointSetup.Word]:
                    await EndpointSetup.ServeAsync(inputs, cancellationToken);
                    return 0;
            }

            run = run with { Audit = await Auditing.RunAsync(step, inputs, place, cancellationToken) };
            ServerSetup? setup = inputs.Endpoint ? await EndpointSetup.RunAsync(step, inputs, place, cancellationToken)
                : inputs.HasTarget ? await ServerSetup.RunAsync(step, inputs, place, cancellationToken)
                : null;
            run = run with { Setup = setup?.Report };
            run = run with { Verified = await Verifying.RunAsync(step, inputs, place, setup, cancellationToken) };
            exitCode = run.Setup.Fails() || run.Verified.Any(proof => proof.Fails()) || Auditing.Fails(run.Audit, inputs.AuditFailOn) ? SomethingFailed : 0;
        }
        catch (SqlTlsException exception)
        {
            exitCode = (int)exception.Failure;
            run = run with { Error = Tell(step, exception.Code, exception.Message, exception.Cure) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            exitCode = (int)Failure.Surroundings;
            run = run with { Error = Tell(step, ActionCodes.FileSystem, exception.Message, "Check that the file or folder exists, and that the step may use it.") };
        }

        Publishing.Pages(step, run, place);
        return exitCode;
    }

    private static ErrorReport.Detail Tell(Step step, string code, string message, string cure)
    {
        step.Log.EndGroup();
        step.Log.Annotate(Severity.Error, $"{message} {cure}\n{HelpLink.For(code)}", code);
        return new ErrorReport.Detail(code, message, cure);
    }

    private static bool Fails(this UpReport? report) => report?.Checks.Any(check => check.Fails) == true;
}
