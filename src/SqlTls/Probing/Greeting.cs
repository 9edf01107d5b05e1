using System.Net.Sockets;
using SqlTls.Tds;

namespace SqlTls.Probing;

/// <summary>What one connection learned of a server. Fields stay null where the talk ended before them.</summary>
/// <param name="Answer">Its PRELOGIN.</param>
/// <param name="Flight">Its answer to a ClientHello.</param>
/// <param name="Failure">Why the talk ended; null where it came to its end.</param>
internal sealed record Greeting(PreLogin? Answer, ServerFlight? Flight, Exception? Failure)
{
    /// <summary>Nothing came in time, or no connection was there: that the server refuses is then not known.</summary>
    public bool IsUnanswered => Failure is OperationCanceledException or SocketException;
}
