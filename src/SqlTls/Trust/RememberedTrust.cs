using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Trust;

/// <summary>A store whose place is remembered for as long as something of ours is in it, from before it is put there.</summary>
internal sealed class RememberedTrust(ITrustStore store, TrustedPlace place, TrustedPlaces places) : ITrustStore
{
    public TrustScope Scope => store.Scope;

    public Task CheckAsync(CancellationToken cancellationToken = default) => store.CheckAsync(cancellationToken);

    public Task<IReadOnlyList<TrustedCertificate>> ListAsync(CancellationToken cancellationToken = default) => store.ListAsync(cancellationToken);

    public Task<bool> HoldsAsync(X509Certificate2 authority, CancellationToken cancellationToken = default) => store.HoldsAsync(authority, cancellationToken);

    public async Task<bool> AddAsync(X509Certificate2 authority, CancellationToken cancellationToken = default)
    {
        await places.SetAsync(place, isTrusting: true, cancellationToken);
        return await store.AddAsync(authority, cancellationToken);
    }

    public async Task<bool> RemoveAsync(string thumbprint, CancellationToken cancellationToken = default)
    {
        bool removed = await store.RemoveAsync(thumbprint, cancellationToken);
        await RememberAsync(cancellationToken);
        return removed;
    }

    public async Task TidyAsync(CancellationToken cancellationToken = default)
    {
        await store.TidyAsync(cancellationToken);
        await RememberAsync(cancellationToken);
    }

    private async Task RememberAsync(CancellationToken cancellationToken) =>
        await places.SetAsync(place, (await store.ListAsync(cancellationToken)).Count > 0, cancellationToken);
}
