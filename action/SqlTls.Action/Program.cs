using System.Runtime.InteropServices;
using SqlTls.Action;
using SqlTls.Action.Workflow;

// A runner cancels a step with SIGINT, and 7.5 seconds later with SIGTERM; another 2.5 seconds and it is killed.
using var cancelled = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return await new ActionRun(Step.OfThisProcess()).RunAsync(args, cancelled.Token).ConfigureAwait(false);

void Cancel(PosixSignalContext signal)
{
    // The run ends by itself, once what it has changed is put back.
    signal.Cancel = true;
    cancelled.Cancel();
}
