using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Provisioning;

/// <summary>Puts an instance back as it was before a change that failed.</summary>
/// <param name="instance">Whose settings changed.</param>
/// <param name="before">How it was before.</param>
/// <param name="steps">Told what is being done.</param>
internal sealed class Rollback(IInstance instance, InstanceState before, Steps steps)
{
    /// <summary>However the run ended, this much time is taken for putting things back, beside what the server's start takes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Undoes a change.</summary>
    /// <param name="journal">The journal that was opened for it.</param>
    /// <param name="undo">What to restore.</param>
    /// <param name="touched">The server may run with what is undone, and has to be restarted.</param>
    /// <param name="cause">Why.</param>
    /// <exception cref="SqlTlsException">SQLTLS3012.</exception>
    public async Task RunAsync(ChangeJournal journal, Snapshot undo, bool touched, Exception cause)
    {
        steps.Say("putting everything back");
        using var limit = new CancellationTokenSource(Limit + instance.StartLimit);
        try
        {
            if (!await instance.RemoveAsync(onlyNew: true, limit.Token))
            {
                await RestoreAsync(journal, undo, touched, cause, limit.Token);
            }
        }
        catch (SqlTlsException exception) when (exception.Code == InstanceCodes.ContainerGone)
        {
            // With the server went everything that could have been put back.
        }
        catch (Exception exception) when (exception is OperationCanceledException or SqlTlsException { Failure: not Failure.RollbackFailed })
        {
            throw Failed(instance, new Finding(InstanceCodes.NotPutBack, Severity.Error, exception.Message, ""), cause);
        }
    }

    /// <summary>That the settings could not be put back.</summary>
    /// <param name="instance">Whose.</param>
    /// <param name="problem">What keeps them.</param>
    /// <param name="cause">Why they were to be put back; null where the user said so.</param>
    public static SqlTlsException Failed(IInstance instance, Finding problem, Exception? cause = null) => new(
        Failure.RollbackFailed,
        InstanceCodes.NotPutBack,
        $"The settings of {instance.Name} could not be put back: {problem.Message}{(cause is null ? "" : $" Before that: {cause.Message}")}",
        "Put right what is named here, then run sqltls down: the journal is still with the instance.",
        cause);

    private async Task RestoreAsync(ChangeJournal journal, Snapshot undo, bool touched, Exception cause, CancellationToken cancellationToken)
    {
        TlsSettings settings = await instance.RestoreAsync(undo, null, cancellationToken);
        await steps.ReachAsync("restored");
        if (touched && before is { Running: true, Held: null })
        {
            StartResult start = await instance.RestartAsync(settings, cancellationToken);
            if (!start.Up)
            {
                throw Failed(instance, start.Problem!, cause);
            }
        }

        if (await instance.ClearAsync(undo, null, touched, cancellationToken) is { } staying)
        {
            // The journal stays open: it is all that knows what is left.
            steps.Warn(staying);
            return;
        }

        await journal.CloseUndoneAsync(cancellationToken);
        if (before is { Running: false, Held: null })
        {
            await instance.StopAsync(cancellationToken);
        }
    }
}
