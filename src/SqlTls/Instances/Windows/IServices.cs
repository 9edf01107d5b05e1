namespace SqlTls.Instances.Windows;

/// <summary>The machine's services.</summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> (SQLTLS3212) where Windows refuses.</remarks>
public interface IServices
{
    /// <summary>A service as it is now; null where there is none of that name.</summary>
    /// <param name="name">Its name, such as <c>MSSQL$SQLEXPRESS</c>.</param>
    ServiceState? Find(string name);

    /// <summary>Stops a service that nobody else needs now, and waits until it is stopped; one that is stopping is waited for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="limit">How long that may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task StopAsync(string name, TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Starts a service, once it has stopped where it is stopping, and waits until it runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="limit">How long that may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where it ended again, or did not come so far in time.</returns>
    Task<bool> StartAsync(string name, TimeSpan limit, CancellationToken cancellationToken);
}
