namespace SqlTls.Cli;

/// <summary>Codes of the command line's own errors.</summary>
internal static class CliCodes
{
    /// <summary>The words of the command line were not understood.</summary>
    public const string CommandLine = "SQLTLS5002";
}
