using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Verification;

namespace SqlTls.Provisioning;

/// <summary>The clients that will prove the result: they start while the instance is read and restarted, and are ready when it is.</summary>
internal sealed class ReadyClients : IAsyncDisposable
{
    private Connectors? _connectors;
    private string? _authority;

    /// <summary>Starts them for the authority of an earlier run, which is the same one where nothing is to do.</summary>
    /// <param name="authorityFile">What that run left; it may not be there.</param>
    public void Guess(string authorityFile)
    {
        try
        {
            if (File.Exists(authorityFile))
            {
                using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(authorityFile);
                Begin(authority);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // A guess: without it they start a little later.
        }
    }

    /// <summary>Starts them, where they did not start for this authority already.</summary>
    /// <param name="authority">Whom they are to trust; null for whom this machine trusts.</param>
    public async Task StartAsync(X509Certificate2? authority)
    {
        if (_connectors is null || authority?.Thumbprint != _authority)
        {
            await DisposeAsync();
            Begin(authority);
        }
    }

    public Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken) =>
        _connectors is not null && request.Authority?.Thumbprint == _authority
            ? Verifier.RunAsync(request, _connectors, cancellationToken)
            : Verifier.RunAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => _connectors?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Begin(X509Certificate2? authority)
    {
        _authority = authority?.Thumbprint;
        _connectors = new Connectors(authority);
        _connectors.Warm();
    }
}
