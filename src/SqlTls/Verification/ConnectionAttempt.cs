using SqlTls.Connector.Wire;

namespace SqlTls.Verification;

/// <summary>How one connection with Microsoft.Data.SqlClient went.</summary>
/// <param name="Connected">It was opened.</param>
/// <param name="EncryptOption">What sys.dm_exec_connections says of it; null where it may not be read.</param>
/// <param name="Problems">Exception and inner exceptions, outermost first.</param>
/// <param name="TimedOut">Nothing came within the time limit, and the process was ended.</param>
internal sealed record ConnectionAttempt(bool Connected, string? EncryptOption, IReadOnlyList<Problem> Problems, bool TimedOut)
{
    // SqlClient's own limit, and the WAIT_TIMEOUT of the network layer beneath it.
    private const int ClientTimeout = -2;
    private const int WaitTimeout = 258;

    // SEC_E_WRONG_PRINCIPAL and SEC_E_UNTRUSTED_ROOT: Windows says them in its own language.
    private const int WrongPrincipal = unchecked((int)0x80090322);
    private const int UntrustedRoot = unchecked((int)0x80090325);

    public static ConnectionAttempt OutOfTime { get; } = new(false, null, [], TimedOut: true);

    /// <summary>The error by which the server refused the login, which it can only say after the handshake was accepted; null where it refused none.</summary>
    public int? LoginRefusal => LoginRefusals.Of(this);

    /// <summary>The server did not answer in time, as SqlClient says or as whoever ended its process saw.</summary>
    public bool RanOutOfTime => TimedOut || Problems.Any(problem => problem.Number is ClientTimeout or WaitTimeout);

    public bool RefusedForName =>
        Says("Certificate name mismatch") || Says("principal name is incorrect") || Problems.Any(problem => problem.Number == WrongPrincipal);

    public bool RefusedForChain =>
        Says("Certificate failed chain validation") || Says("authority that is not trusted") || Says("certificate has expired") || Says("not valid for the requested usage")
        || (Problems.Any(problem => problem.Number == UntrustedRoot) && IsNative);

    /// <summary>SqlClient did not take the connection string.</summary>
    public bool RefusedString => Problems.Any(problem => problem.Type is "ArgumentException" or "FormatException");

    /// <summary>All messages, for detail output; empty where the string was refused, since they quote it, and with it what may be a part of a password.</summary>
    public string Text => RefusedString ? "" : string.Join(" ← ", Problems.Select(problem => problem.Message.ReplaceLineEndings(" ").Trim()));

    // The managed network layer has one number for all, and keeps the reason in an inner exception.
    private bool IsNative => Problems.All(problem => problem.Type is "SqlException" or "Win32Exception");

    public bool Says(string words) => Problems.Any(problem => problem.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
