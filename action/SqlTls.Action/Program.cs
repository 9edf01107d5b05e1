using SqlTls.Action;
using SqlTls.Action.Workflow;

return await ActionRun.RunAsync(args, Step.OfThisProcess(), CancellationToken.None).ConfigureAwait(false);
