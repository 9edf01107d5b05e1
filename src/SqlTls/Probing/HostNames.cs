using System.Net;
using System.Net.Sockets;

namespace SqlTls.Probing;

/// <summary>Which addresses a host has, and what to say where nobody tells.</summary>
internal static class HostNames
{
    /// <summary>Every address of a host.</summary>
    /// <param name="host">A DNS name, or an IP address, which is its own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NameUnansweredException">The wait was ended before anybody answered.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            // The system's resolver goes on as long as it likes, whatever the token says.
            return await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            throw new NameUnansweredException(exception);
        }
    }

    /// <summary>What is wrong with a name, and what to do; null where a failure has another cause.</summary>
    /// <param name="host">The name.</param>
    /// <param name="failure">How a talk with the host ended.</param>
    public static (string Message, string Cure)? WhyUnknown(string host, Exception? failure) => failure switch
    {
        NameUnansweredException => (
            $"Nobody says in time which address the name {host} has.",
            "Check that the DNS servers of this machine answer, or name the server by its IP address."),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => (
            $"The name {host} cannot be resolved.",
            "Correct the name, or make it known to DNS or the hosts file."),
        _ => null,
    };
}
