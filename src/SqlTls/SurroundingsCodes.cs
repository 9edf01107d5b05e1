namespace SqlTls;

/// <summary>Codes of what any part may meet, whoever called it.</summary>
public static class SurroundingsCodes
{
    /// <summary>A file or folder could not be read or written.</summary>
    public const string FileSystem = "SQLTLS5003";

    /// <summary>The folder for temporary files cannot be written.</summary>
    public const string TemporaryFiles = "SQLTLS5007";

    /// <summary>Something happened that nobody foresaw.</summary>
    public const string Unforeseen = "SQLTLS5006";
}
