using System.Security.Cryptography.X509Certificates;
using SqlTls.Verification;

namespace SqlTls.Provisioning;

/// <summary>The clients that will prove the result: they start while the server restarts, and are ready when it is.</summary>
internal sealed class ReadyClients : IAsyncDisposable
{
    private Connectors? _connectors;
    private string? _authority;

    /// <summary>Starts them.</summary>
    /// <param name="authority">Whom they are to trust; null for whom this machine trusts.</param>
    public void Start(X509Certificate2? authority)
    {
        _authority = authority?.Thumbprint;
        _connectors = new Connectors(authority);
        _connectors.Warm();
    }

    public Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken) =>
        _connectors is not null && request.Authority?.Thumbprint == _authority
            ? Verifier.RunAsync(request, _connectors, cancellationToken)
            : Verifier.RunAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => _connectors?.DisposeAsync() ?? ValueTask.CompletedTask;
}
