namespace SqlTls.Cli;

/// <summary>Codes of the command line's own errors.</summary>
internal static class CliCodes
{
    /// <summary>The words of the command line were not understood.</summary>
    public const string CommandLine = "SQLTLS5002";

    /// <summary>The command was stopped by Ctrl-C.</summary>
    public const string Interrupted = "SQLTLS5008";
}
