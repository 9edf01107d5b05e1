namespace SqlTlsTasks;

/// <summary>A time limit as a project says it.</summary>
internal static class TimeLimit
{
    /// <summary>How long one attempt to connect may take.</summary>
    /// <param name="seconds">1 to 3600.</param>
    /// <exception cref="SqlTlsException">SQLTLS5011.</exception>
    public static TimeSpan Of(int seconds) => seconds is >= 1 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new SqlTlsException(Failure.Input, TaskCodes.BadValue, $"A time limit of {seconds} seconds is out of range.", "Set SqlTlsTimeout to a number from 1 to 3600.");
}
