namespace SqlTls.Action;

/// <summary>Codes of the action's own errors.</summary>
internal static class ActionCodes
{
    /// <summary>A file or folder could not be read or written.</summary>
    public const string FileSystem = "SQLTLS5003";

    /// <summary>An input has a value that it cannot have.</summary>
    public const string Input = "SQLTLS5201";

    /// <summary>What is asked for needs the runner's machine itself, and the action runs in a container.</summary>
    public const string NeedsHost = "SQLTLS5202";

    /// <summary>The run was started by something that is no workflow.</summary>
    public const string NoWorkflow = "SQLTLS5203";

    /// <summary>The embedded endpoint did not start.</summary>
    public const string NoEndpoint = "SQLTLS5204";

    /// <summary>A fault of the action itself.</summary>
    public const string Fault = "SQLTLS5205";
}
