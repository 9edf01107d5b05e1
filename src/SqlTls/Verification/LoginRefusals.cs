namespace SqlTls.Verification;

/// <summary>The errors by which SQL Server refuses a login (sys.messages), which it can only send to a client that accepted its certificate.</summary>
internal static class LoginRefusals
{
    private const int Failed = 18456;

    // Where a login fails for one of these, 18456 may follow: the first one is the cause.
    private static readonly Dictionary<int, (string Cause, string Cure)> Known = new()
    {
        [4060] = ("the database that the connection string names cannot be opened", "Correct the database's name, or give the login a user in it."),
        [4064] = ("the login's default database cannot be opened", "Name a database in the connection string, or change it: ALTER LOGIN NAME WITH DEFAULT_DATABASE = master."),
        [17892] = ("a logon trigger refused the login", "Look at the server's error log for what the trigger wants."),
        [18450] = ("the login is not defined there", "Create the login, or name another user with --user."),
        [18451] = ("only administrators may log in at present", "Wait until the server is open to others, or name an administrator with --user."),
        [18452] = ("the login is of a Windows domain that the server does not trust", "Use a login of SQL Server: --user and SQLTLS_PASSWORD."),
        [Failed] = ("the server refused user or password", "Set SQLTLS_PASSWORD to the password of the user, and name the user with --user."),
        [18461] = ("the server is in single-user mode, and somebody is logged in", "Wait, or start the server without -m."),
        [18470] = ("the login is disabled", "Enable it: ALTER LOGIN NAME ENABLE, or name another user with --user."),
        [18486] = ("the login is locked", "Unlock it: ALTER LOGIN NAME WITH PASSWORD = … UNLOCK, or name another user with --user."),
        [18487] = ("the login's password has expired", "Change the password, and set SQLTLS_PASSWORD to the new one."),
        [18488] = ("the login's password must be changed before it is used", "Change the password, and set SQLTLS_PASSWORD to the new one."),
    };

    /// <summary>The number of the refusal among an attempt's errors; null where none is there.</summary>
    public static int? Of(ConnectionAttempt attempt) => attempt.Problems.Select(problem => problem.Number).FirstOrDefault(number => number is { } known && Known.ContainsKey(known));

    /// <summary>What a refusal says, and what to do.</summary>
    /// <param name="number">One that <see cref="Of"/> gave.</param>
    public static Diagnosis Diagnose(int number) => new(
        VerificationCodes.LoginFailed, $"The connection was encrypted and validated, but {Known[number].Cause}.", Known[number].Cure);
}
