using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>
/// What a SQL Server on Linux runs in: a container, a service, the embedded endpoint. It moves files and restarts; what stands in the files is
/// the instance's part. Paths are those that the server itself sees.
/// </summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> with <see cref="Failure.Surroundings"/> where the surroundings refuse.</remarks>
public interface ILinuxHost : IAsyncDisposable
{
    /// <summary>What kind of host this is, in one word: <c>container</c>, <c>service</c>, <c>endpoint</c>.</summary>
    string Kind { get; }

    /// <summary>How the user knows it, such as the container's name.</summary>
    string Name { get; }

    /// <summary>Where the server was told to write its error log, before any settings file is looked at; null where the settings say.</summary>
    string? ErrorLogFile => null;

    /// <inheritdoc cref="IInstance.RunsForMonths"/>
    bool RunsForMonths => false;

    /// <summary>Root does here, by what the journal says, what the server's user may not: the journal is root's own, and anybody else's is not believed.</summary>
    bool ActsAsRoot => false;

    /// <summary>What is the case now.</summary>
    /// <param name="conf">The server's settings, which say where it listens.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<HostState> InspectAsync(MssqlConf conf, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInstance.PrepareAsync"/>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A file with its owner and mode; null where there is none.</summary>
    /// <param name="path">An absolute path; links are followed, and what is given then has the path that they lead to.</param>
    /// <param name="limit">The most bytes to read, from the beginning: a log can be long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken);

    /// <summary>Writes files in the order given, with owner and mode from the first byte, and makes the folders that are missing (mode 0755).</summary>
    /// <param name="files">The files; those that exist are replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken);

    /// <summary>Deletes files; one that is not there is no error. A host that cannot delete while it does not run empties them, and deletes them in the next run that sees it running.</summary>
    /// <param name="paths">Absolute paths.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>Restarts the server, or starts it where it does not run. Returns when the start has begun, not when the server is up.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task RestartAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IInstance.StopAsync"/>
    Task StopAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IInstance.IsRemovableAsync"/>
    Task<bool> IsRemovableAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc cref="IInstance.RemoveAsync"/>
    Task<bool> RemoveAsync(bool onlyNew, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>The last lines that the server wrote beside its error log: a server that fails early has no log yet. Empty where the host keeps none.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string> LastWordsAsync(CancellationToken cancellationToken) => Task.FromResult("");

    /// <summary>The folder whose certificates become authorities of the system that the server runs on; null where there is none to change.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string?> FindAnchorsAsync(CancellationToken cancellationToken);

    /// <summary>Makes the system's own trust store take up or drop what changed among its anchors. Does nothing where there is no such store, or it is not running.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task RefreshTrustAsync(CancellationToken cancellationToken);

    /// <summary>Keeps other runs, of whatever machine, from this instance until disposed. Waits for the one that holds it.</summary>
    /// <param name="waiting">Told once who holds it, when it is not free at once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken);
}
