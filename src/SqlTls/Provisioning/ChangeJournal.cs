using SqlTls.Instances;
using SqlTls.Settings;

namespace SqlTls.Provisioning;

/// <summary>The journal of one change: what an earlier run left is read, it is opened before the first change, and closed when all is done or undone.</summary>
internal sealed class ChangeJournal
{
    private readonly IInstance _instance;
    private readonly Journal? _earlier;
    private Journal? _open;

    private ChangeJournal(IInstance instance, Journal? earlier) => (_instance, _earlier) = (instance, earlier);

    /// <summary>How things were before the change that an earlier run left unfinished; null where none is.</summary>
    public Snapshot? Unfinished => _earlier?.Before;

    /// <summary>How things were before the first change of all, and what the last one that ended left; null where nothing was ever changed.</summary>
    public (Snapshot Original, Snapshot? Written)? Former => _earlier is { } journal ? (journal.Original, journal.Written) : null;

    public static async Task<ChangeJournal> ReadAsync(IInstance instance, CancellationToken cancellationToken) =>
        new(instance, Journal.Parse(await instance.ReadJournalAsync(cancellationToken)));

    /// <summary>Opens it. Where there is no room for it, it is as it was: nothing has been changed yet, so there is nothing to undo either.</summary>
    /// <param name="before">Everything that is about to change, as it is now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What undoes this change, and the unfinished one before it.</returns>
    public async Task<Snapshot> OpenAsync(Snapshot before, CancellationToken cancellationToken)
    {
        Snapshot undo = Unfinished?.With(before) ?? before;
        _open = new Journal(1, _earlier?.Original.With(before) ?? before, undo, _earlier?.Written);
        try
        {
            await _instance.WriteJournalAsync(_open.Write(), cancellationToken);
        }
        catch
        {
            await LeaveAsItWasAsync();
            throw;
        }

        return undo;
    }

    /// <summary>The change is done.</summary>
    /// <param name="written">What it left behind; without a key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task CloseAsync(Snapshot written, CancellationToken cancellationToken)
    {
        _open = _open! with { Before = null, Written = written };
        return _instance.WriteJournalAsync(_open.Write(), cancellationToken);
    }

    /// <summary>Removes what earlier changes left for certificates that are no longer in use, and with it what is noted of them: the journal does not grow with every renewal.</summary>
    /// <param name="inUse">The settings that the server runs with.</param>
    /// <param name="cancellationToken">Stops it; the next change does it.</param>
    public async Task DiscardAsync(TlsSettings inUse, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> gone = await _instance.DiscardAsync(_open!.Original, inUse, cancellationToken);
        if (gone.Count > 0)
        {
            await _instance.WriteJournalAsync((_open with { Original = _open.Original.Without(gone) }).Write(), cancellationToken);
        }
    }

    /// <summary>The change is undone, and the unfinished one before it. Where no change ever came to its end, nothing is left to put back.</summary>
    public Task CloseUndoneAsync(CancellationToken cancellationToken) =>
        _earlier?.Written is null ? DeleteAsync(cancellationToken) : CloseUnfinishedAsync(cancellationToken);

    /// <summary>The unfinished change is undone; the server still has to be restarted.</summary>
    public Task CloseUnfinishedAsync(CancellationToken cancellationToken) =>
        _instance.WriteJournalAsync((_earlier! with { Before = null }).Write(), cancellationToken);

    /// <summary>Every change is undone.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => _instance.WriteJournalAsync(null, cancellationToken);

    private async Task LeaveAsItWasAsync()
    {
        try
        {
            await _instance.WriteJournalAsync(_earlier?.Write(), CancellationToken.None);
        }
        catch (SqlTlsException)
        {
            // What cannot be written cannot have been half written either; the first exception says why.
        }
    }
}
