namespace SqlTls.Verification;

/// <summary>Why a connector ended before it answered, from its last words.</summary>
internal static class ConnectorDeath
{
    /// <summary>What to tell.</summary>
    /// <param name="lastWords">All that it wrote to standard error; what .NET says first is what is wrong, and the rest where.</param>
    /// <param name="exception">How it was noticed.</param>
    public static SqlTlsException Of(string lastWords, Exception? exception) => lastWords.Contains("valid ICU package", StringComparison.Ordinal)
        ? new SqlTlsException(
            Failure.Surroundings,
            VerificationCodes.ConnectorDied,
            "No connection can be opened on this machine: Microsoft.Data.SqlClient needs ICU, and it is not installed.",
            "Install it: apt-get install libicu72 (Debian 12; other releases have other numbers), dnf install libicu, or apk add icu-libs.",
            exception)
        : new SqlTlsException(
            Failure.Surroundings,
            VerificationCodes.ConnectorDied,
            $"The connector ended before it answered: {FirstLine(lastWords)}",
            "Check that the .NET 10 runtime is installed where this runs; SQLTLS_TRACE=1 shows all that it said.",
            new InvalidOperationException(lastWords, exception));

    private static string FirstLine(string lastWords) => lastWords.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "it said nothing";
}
