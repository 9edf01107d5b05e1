using System.Runtime.CompilerServices;
using SqlTls.Verification;

namespace SqlTls.Fleets;

/// <summary>Proves many servers side by side. Connector processes are shared: a few for a thousand servers.</summary>
public static class FleetVerifier
{
    /// <summary>Runs every check on every server of a list. What is wrong with one is a failed check of its own.</summary>
    /// <param name="servers">The list.</param>
    /// <param name="options">What holds for all of them.</param>
    /// <param name="login">How to log in.</param>
    /// <param name="renewBefore">How long before its end a certificate counts as about to expire.</param>
    /// <param name="cancellationToken">Ends the run; no process is left behind.</param>
    /// <returns>What was proved of each server, in the order in which they are done.</returns>
    /// <exception cref="SqlTlsException">The connector cannot run.</exception>
    public static async IAsyncEnumerable<FleetVerified> RunAsync(
        IReadOnlyList<FleetServer> servers,
        FleetOptions options,
        FleetLogin login,
        TimeSpan renewBefore,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var proving = new FleetProving(options.Authority);
        await proving.BeginAsync(options.Timeout, cancellationToken);
        IAsyncEnumerable<FleetVerified> results = FleetRun.EachAsync(
            servers,
            options.Parallel,
            (server, limit) => proving.ProveAsync(server, Request(server, options, login, renewBefore), limit),
            cancellationToken);
        await foreach (FleetVerified result in results)
        {
            yield return result;
        }
    }

    private static VerificationRequest Request(FleetServer server, FleetOptions options, FleetLogin login, TimeSpan renewBefore) => new()
    {
        Server = $"{server.Address}",
        ConnectionString = server.ConnectionString,
        User = login.User,
        Password = server.ConnectionString is null ? login.Password : null,
        Names = [.. server.Names.Concat(options.Names).Distinct(StringComparer.OrdinalIgnoreCase)],
        Authority = options.Authority,
        ForceEncryption = options.ForceEncryption,
        RenewBefore = renewBefore,
        Timeout = options.Timeout,
    };
}
