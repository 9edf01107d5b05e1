namespace SqlTlsTasks;

/// <summary>Codes of what only the MSBuild package can meet.</summary>
public static class TaskCodes
{
    /// <summary>This MSBuild, or this kind of project, cannot run the tasks.</summary>
    public const string NotSupported = "SQLTLS5001";

    /// <summary>An item has metadata that means nothing.</summary>
    public const string UnknownMetadata = "SQLTLS5010";

    /// <summary>A metadata or property value cannot be understood.</summary>
    public const string BadValue = "SQLTLS5011";

    /// <summary>A password stands in an item, where every log of the build shows it.</summary>
    public const string PasswordInItem = "SQLTLS5012";

    /// <summary>A variable that was named is not set.</summary>
    public const string VariableNotSet = "SQLTLS5013";

    /// <summary>There is nothing to configure or to verify.</summary>
    public const string Nothing = "SQLTLS5015";

    /// <summary>The SARIF file cannot be written.</summary>
    public const string SarifNotWritten = "SQLTLS5014";
}
