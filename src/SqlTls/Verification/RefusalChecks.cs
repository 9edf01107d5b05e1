using SqlTls.Probing;

namespace SqlTls.Verification;

/// <summary>What an attempt that has to be refused says: functions of how it went, so that what another system's SqlClient answers is judged here too.</summary>
internal static class RefusalChecks
{
    // "This server accepts strict connections only."
    private const int StrictOnly = 17819;

    /// <summary>An attempt by a client that trusts another authority only.</summary>
    /// <param name="attempt">How it went.</param>
    /// <param name="diagnose">Finds the cause where it failed for something else.</param>
    public static Check UntrustedAuthority(ConnectionAttempt attempt, Func<ConnectionAttempt, Diagnosis> diagnose)
    {
        CheckKind kind = CheckKind.UntrustedAuthorityRefused;
        return attempt switch
        {
            { RefusedForChain: true } => kind.Passed("A client that trusts another authority only refuses the server."),
            _ when Accepted(attempt) => kind.Failed("A client that trusts another authority only accepted the server.", "Look for what switches validation off on this machine."),
            _ => kind.Failed(diagnose(attempt), attempt),
        };
    }

    /// <summary>An attempt by a name that is not in the certificate.</summary>
    /// <param name="attempt">How it went.</param>
    /// <param name="asked">The name.</param>
    /// <param name="trustIsByFile">The client was made to trust the authority; else it does where this machine does.</param>
    /// <param name="diagnose">Finds the cause where it failed for something else.</param>
    public static Check WrongName(ConnectionAttempt attempt, string asked, bool trustIsByFile, Func<ConnectionAttempt, Diagnosis> diagnose)
    {
        CheckKind kind = CheckKind.WrongNameRefused;
        return attempt switch
        {
            { RefusedForName: true } => kind.Passed($"A client that asks for {asked}, which is not in the certificate, refuses the server.", ("asked", asked)),
            { RefusedForChain: true } when !trustIsByFile => kind.Skipped("This machine does not trust the authority, so the server is refused for its chain before its name is looked at.", ("asked", asked)),
            _ when Accepted(attempt) => kind.Failed($"A client that asks for {asked}, which is not in the certificate, accepted the server.", "Look for what switches validation off on this machine.", ("asked", asked)),
            _ => kind.Failed(diagnose(attempt), attempt),
        };
    }

    /// <summary>
    /// An attempt of TDS 7.x where strict encryption was forced. Which setting forces it on Windows is not documented: whether it works
    /// is seen by what such a client gets for an answer.
    /// </summary>
    /// <param name="older">How it went.</param>
    /// <param name="probe">What the server shows to anybody.</param>
    public static Check StrictAlone(ConnectionAttempt older, ProbeResult probe)
    {
        CheckKind kind = CheckKind.EncryptedConnection;
        return older switch
        {
            _ when Accepted(older) => kind.Failed(
                "The server takes a TDS 7.x connection, though strict encryption was forced.",
                "Leave out --force-strict: this version of SQL Server does not know the setting.") with
            { Decides = Decision.Server },
            _ when probe.StrictAlone || older.Problems.Any(problem => problem.Number == StrictOnly) =>
                kind.Skipped("The server accepts strict connections alone: one of TDS 7.x was refused."),
            _ => kind.Failed(
                "Strict encryption was forced, but nothing shows that the server turns TDS 7.x away.",
                "Leave out --force-strict, or look for 17819 in the server's error log.",
                ("exception", older.Text)) with
            { Decides = Decision.Server },
        };
    }

    // Who gets as far as the login has accepted the server, whatever comes of the login.
    private static bool Accepted(ConnectionAttempt attempt) => attempt.Connected || attempt.LoginRefusal is not null;
}
