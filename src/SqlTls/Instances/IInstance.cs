using SqlTls.Settings;

namespace SqlTls.Instances;

/// <summary>
/// One SQL Server whose TLS is set. It reads, changes, restarts and puts back; what to change, and when to put back, is decided above it
/// (<c>Provisioning</c>).
/// </summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> where the surroundings refuse.</remarks>
public interface IInstance : IAsyncDisposable
{
    /// <summary>What kind of instance this is, in one word: <c>container</c>, <c>service</c>, <c>endpoint</c>, <c>windows</c>.</summary>
    string Kind { get; }

    /// <summary>How the user knows it, such as the container's name.</summary>
    string Name { get; }

    /// <summary>It may be restarted long after its certificate was made, so that somebody has to say how long that is valid.</summary>
    bool RunsForMonths => true;

    /// <summary>It takes certificates from a store of its machine, by their thumbprints.</summary>
    bool HasCertificateStore => false;

    /// <summary>How long a start of the server may take until it counts as one that does not come up.</summary>
    TimeSpan StartLimit { get; }

    /// <summary>The first version that can be told to take strict connections alone.</summary>
    Version ForceStrictSince { get; }

    /// <summary>What is the case now.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<InstanceState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps other runs from this instance until disposed. Waits for the one that holds it.</summary>
    /// <param name="waiting">Told once who holds it, when it is not free at once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken);

    /// <summary>Holds a change against the instance before anything is touched. Gives what the user should know of it.</summary>
    /// <param name="change">What is to change. A certificate that is yet to be made is not in it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlTlsException">The change cannot be made here.</exception>
    Task<IReadOnlyList<Finding>> ExamineAsync(InstanceChange change, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([]);

    /// <summary>Makes what must be there before a change: a container from its image. Where it is there already, nothing.</summary>
    /// <param name="cancellationToken">Stops it; <see cref="RemoveAsync"/> takes away what was made.</param>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Everything that <see cref="ApplyAsync"/> would touch for this change, as it is now.</summary>
    /// <param name="change">What is to change.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<Snapshot> CaptureAsync(InstanceChange change, CancellationToken cancellationToken);

    /// <summary>Writes a change; it waits for the next restart. Gives the settings as written.</summary>
    /// <param name="change">What is to change.</param>
    /// <param name="cancellationToken">Stops it half-way: <see cref="RestoreAsync"/> cleans up.</param>
    Task<TlsSettings> ApplyAsync(InstanceChange change, CancellationToken cancellationToken);

    /// <summary>Puts back what a snapshot holds; it waits for the next restart. Gives the settings as they are then.</summary>
    /// <param name="snapshot">What was captured before the change.</param>
    /// <param name="written">What was captured after it; where the user has changed other things since, those stay. Null where that is not known: the change has failed, or was interrupted.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    Task<TlsSettings> RestoreAsync(Snapshot snapshot, Snapshot? written, CancellationToken cancellationToken);

    /// <summary>
    /// After <see cref="RestoreAsync"/>, and the restart where there is one: takes away what a change had added and the server may need until then,
    /// such as a private key.
    /// </summary>
    /// <param name="snapshot">What was captured before the change.</param>
    /// <param name="written">What was captured after it; null takes away everything.</param>
    /// <param name="wasInUse">The server may have been started with what was added; false where it never was.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>Why something stays, and the journal with it; null where nothing does.</returns>
    Task<Finding?> ClearAsync(Snapshot snapshot, Snapshot? written, bool wasInUse, CancellationToken cancellationToken) => Task.FromResult<Finding?>(null);

    /// <summary>Deletes what was added since a snapshot for certificates that are no longer in use. Call it when the server is up.</summary>
    /// <param name="snapshot">What was captured before the first change.</param>
    /// <param name="inUse">The settings that the server runs with.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>Places of the snapshot that are as they were in it.</returns>
    Task<IReadOnlyList<string>> DiscardAsync(Snapshot snapshot, TlsSettings inUse, CancellationToken cancellationToken);

    /// <summary>Restarts the server, or starts it where it does not run, and waits until it is up or will never be.</summary>
    /// <param name="expected">The settings it starts with: it must say that it loaded their certificate.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<StartResult> RestartAsync(TlsSettings expected, CancellationToken cancellationToken);

    /// <summary>Stops a server that did not run before a change which failed.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Whether the whole server is <c>up</c>'s own, and goes when all is put back.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<bool> IsRemovableAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Removes the whole server where it is <c>up</c>'s own: made from the image that the target names. Any other is left alone.</summary>
    /// <param name="onlyNew">Only what this very run has made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>It was removed, with everything in it.</returns>
    Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>The journal that is kept with the instance, wherever the run that wrote it was; null where there is none.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string?> ReadJournalAsync(CancellationToken cancellationToken);

    /// <summary>Writes the journal; null deletes it.</summary>
    /// <param name="journal">Its text. It holds no key that was not on the instance before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task WriteJournalAsync(string? journal, CancellationToken cancellationToken);
}
