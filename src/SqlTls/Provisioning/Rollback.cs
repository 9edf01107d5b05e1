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

    /// <summary>The most time that it takes in all, for a server whose start may take so long.</summary>
    public static TimeSpan LimitFor(TimeSpan startLimit) => Limit + startLimit;

    /// <summary>Undoes a change.</summary>
    /// <param name="journal">The journal that was opened for it.</param>
    /// <param name="undo">What to restore.</param>
    /// <param name="touched">The server may run with what is undone, and has to be restarted.</param>
    /// <param name="cause">Why.</param>
    /// <exception cref="SqlTlsException">SQLTLS3012; or that the server refused the change, once everything is put back.</exception>
    public async Task RunAsync(ChangeJournal journal, Snapshot undo, bool touched, Exception cause)
    {
        steps.Say("putting everything back");
        bool isGone = false;
        using var limit = new CancellationTokenSource(LimitFor(instance.StartLimit));
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
            isGone = true;
        }
        catch (Exception exception) when (exception is not SqlTlsException { Failure: Failure.RollbackFailed })
        {
            throw Failed(instance, new Finding(InstanceCodes.NotPutBack, Severity.Error, Words(exception), ""), cause);
        }

        if (cause is SqlTlsException { Failure: Failure.RolledBack } refused)
        {
            throw new SqlTlsException(Failure.RolledBack, refused.Code, $"{refused.Message} {(isGone ? $"{instance.Name} is gone, so nothing could be put back." : "Everything was put back as it was.")}", refused.Cure);
        }
    }

    /// <summary>That the settings could not be put back.</summary>
    /// <param name="instance">Whose.</param>
    /// <param name="problem">What keeps them.</param>
    /// <param name="cause">Why they were to be put back; null where the user said so.</param>
    public static SqlTlsException Failed(IInstance instance, Finding problem, Exception? cause = null) => new(
        Failure.RollbackFailed,
        InstanceCodes.NotPutBack,
        $"The settings of {instance.Name} could not be put back: {problem.Message}{(cause is null ? "" : $" Before that: {Words(cause)}")}",
        "Put right what is named here, then run sqltls down: the journal is still with the instance.",
        cause);

    // What nobody foresaw may quote a secret.
    private static string Words(Exception exception) => exception is OperationCanceledException ? "It was stopped before it was done." : SqlTlsException.Of(exception).Message;

    private async Task RestoreAsync(ChangeJournal journal, Snapshot undo, bool touched, Exception cause, CancellationToken cancellationToken)
    {
        TlsSettings settings = await instance.RestoreAsync(undo, null, cancellationToken);
        await steps.ReachAsync("restored");
        bool restarts = touched && before is { Running: true, Held: null };
        if (restarts)
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

        if (restarts && before.Published is not null)
        {
            await TellWhereAsync(cancellationToken);
        }
    }

    private async Task TellWhereAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await new Restarting(instance, steps).ReadAgainAsync(before, cancellationToken);
        }
        catch (Exception exception) when (exception is SqlTlsException or OperationCanceledException)
        {
            // Everything is put back; only where the server is now is not known.
        }
    }
}
