using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Verification;

/// <summary>
/// What opens the connections of a verification: processes that trust the authority, and processes that trust another one only.
/// Any number of verifications can share them, as long as they trust the same authority.
/// </summary>
internal sealed class Connectors : IAsyncDisposable
{
    // Elsewhere nobody reads them, and an authority would be made for nothing.
    private readonly TrustFolders? _folders;

    /// <param name="authority">The authority to trust; null for what this machine trusts.</param>
    public Connectors(X509Certificate2? authority)
    {
        _folders = TrustIsByFile ? new TrustFolders(authority) : null;
        Trusting = new Connector(_folders is not null && authority is not null ? ConnectorTrust.With(_folders.Ours) : ConnectorTrust.System);
        Distrusting = new Connector(_folders is not null ? ConnectorTrust.Only(_folders.Other, _folders.OtherFile) : ConnectorTrust.System);
    }

    /// <summary>A process's trust is what its environment names when it starts.</summary>
    public static bool TrustIsByFile => OperatingSystem.IsLinux();

    public Connector Trusting { get; }

    public Connector Distrusting { get; }

    /// <summary>Starts both, while something else takes its time.</summary>
    public void Warm()
    {
        Trusting.Warm();
        Distrusting.Warm();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Trusting.DisposeAsync().AsTask(), Distrusting.DisposeAsync().AsTask());
        _folders?.Dispose();
    }
}
