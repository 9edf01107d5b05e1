namespace SqlTls.Endpoint.Linux;

/// <summary>How SQL Server says that its network did not come up: the cause, and then the same three errors.</summary>
internal static class StartFailure
{
    private const string Cure = "Correct mssql.conf or the files it names; the error log says more.";

    public static SqlTlsException Of(string message) => new(Failure.Surroundings, EndpointCodes.Start, message, Cure);

    /// <summary>Whatever kept it from starting, settings or surroundings, is a failed start to whoever started it.</summary>
    public static SqlTlsException Wrap(Exception exception) => new(
        Failure.Surroundings, EndpointCodes.Start, exception.Message, (exception as SqlTlsException)?.Cure ?? Cure, exception);

    public static void Write(ErrorLogWriter log, Exception exception)
    {
        log.Write("Server", exception.Message);
        log.WriteError(17182, "TDSSNIClient initialization failed with error 0x80092004, status code 0x80. Reason: Unable to initialize SSL support.");
        log.WriteError(17826, "Could not start the network library because of an internal error in the network library. To determine the cause, review the errors immediately preceding this one in the error log.");
        log.WriteError(17120, "SQL Server could not spawn FRunCommunicationsManager thread. Check the SQL Server error log and the operating system error log for information about possible related problems.");
    }
}
