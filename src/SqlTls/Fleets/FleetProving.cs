using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Probing;
using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>
/// Proves one server after the other by connectors that all share. One that dies takes down whatever it was at: each of those servers is
/// proved again by connectors of its own, so that the one they die of is known, and no other has a part in it.
/// </summary>
/// <param name="authority">The authority to trust; null for what this machine trusts.</param>
internal sealed class FleetProving(X509Certificate2? authority) : IAsyncDisposable
{
    private readonly Connectors _shared = new(authority);

    // One at a time: each takes two processes.
    private readonly SemaphoreSlim _alone = new(1);

    /// <summary>Sees to it that connectors run here at all; one that dies from then on has died of a server.</summary>
    /// <exception cref="SqlTlsException">They do not.</exception>
    public Task BeginAsync(TimeSpan limit, CancellationToken cancellationToken) => Task.WhenAll(
        _shared.Trusting.TryAsync(Verification.Connector.Nowhere, limit, cancellationToken),
        _shared.Distrusting.TryAsync(Verification.Connector.Nowhere, limit, cancellationToken));

    /// <summary>Runs every check on one server. What is wrong with it is a failed check.</summary>
    public async Task<FleetVerified> ProveAsync(FleetServer server, VerificationRequest request, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return new FleetVerified(server, await RunAsync(request, cancellationToken));
        }
        catch (Exception exception) when (FleetFault.IsOfOneServer(exception, cancellationToken))
        {
            var unknown = ProbeResult.Unreachable(server.Address, FleetFault.Of(exception));
            return new FleetVerified(server, new VerificationResult(unknown, [ServerChecks.Listening(unknown)], Stopwatch.GetElapsedTime(start)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _alone.Dispose();
        await _shared.DisposeAsync();
    }

    private async Task<VerificationResult> RunAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await Verifier.RunAsync(request, _shared, cancellationToken);
        }
        catch (SqlTlsException exception) when (FleetFault.IsDeath(exception) && !cancellationToken.IsCancellationRequested)
        {
            await _alone.WaitAsync(cancellationToken);
            try
            {
                return await Verifier.RunAsync(request, cancellationToken);
            }
            finally
            {
                _ = _alone.Release();
            }
        }
    }
}
