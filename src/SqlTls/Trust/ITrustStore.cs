using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>A place that clients take their authorities from. What this tool puts there bears a mark; all else is never touched.</summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> with <see cref="Failure.Surroundings"/> where the surroundings refuse. Nothing waits for a dialog without end:
/// macOS asks an administrator in one, for a minute at the most.</remarks>
public interface ITrustStore
{
    /// <summary>Who trusts what is in it.</summary>
    TrustScope Scope { get; }

    /// <summary>Refuses, before anything is changed, where this user or this system cannot change it.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>What bears this tool's mark.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Is it trusted, whoever put it there? Changes nothing.</summary>
    /// <param name="authority">The authority's certificate.</param>
    /// <param name="cancellationToken">Stops it.</param>
    async Task<bool> HoldsAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken)).Any(entry => string.Equals(entry.Thumbprint, authority.Thumbprint, StringComparison.OrdinalIgnoreCase));

    /// <summary>Trusts a certificate. One that is trusted already is trusted once.</summary>
    /// <param name="authority">The authority's certificate; a private key is never stored.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>Whether it was new.</returns>
    Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default);

    /// <summary>Takes a certificate away again, where it bears the mark.</summary>
    /// <param name="thumbprint">Its SHA-1 thumbprint, 40 hex digits in either case.</param>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    /// <returns>Whether it was there.</returns>
    Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default);

    /// <summary>Takes away what runs that were ended half-way left beside the certificates, such as a mark without one.</summary>
    /// <param name="cancellationToken">Stops it half-way: it can be done again.</param>
    Task TidyAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
