using SqlTls.Connector.Wire;

namespace SqlTls.Verification;

/// <summary>How one connection with Microsoft.Data.SqlClient went.</summary>
/// <param name="Connected">It was opened.</param>
/// <param name="EncryptOption">What sys.dm_exec_connections says of it; null where it may not be read.</param>
/// <param name="Problems">Exception and inner exceptions, outermost first.</param>
/// <param name="TimedOut">Nothing came within the time limit, and the process was ended.</param>
internal sealed record ConnectionAttempt(bool Connected, string? EncryptOption, IReadOnlyList<Problem> Problems, bool TimedOut)
{
    private const int LoginFailedNumber = 18456;

    public static ConnectionAttempt OutOfTime { get; } = new(false, null, [], TimedOut: true);

    /// <summary>The server let nobody in, which it can only say after the handshake was accepted.</summary>
    public bool LoginFailed => Problems.Any(problem => problem.Number == LoginFailedNumber);

    public bool RefusedForName => Says("Certificate name mismatch") || Says("principal name is incorrect");

    public bool RefusedForChain => Says("Certificate failed chain validation") || Says("authority that is not trusted") || Says("certificate has expired") || Says("not valid for the requested usage");

    /// <summary>All messages, for detail output.</summary>
    public string Text => string.Join(" ← ", Problems.Select(problem => problem.Message.ReplaceLineEndings(" ").Trim()));

    public bool Says(string words) => Problems.Any(problem => problem.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
