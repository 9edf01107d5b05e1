namespace SqlTls.Action;

/// <summary>Codes of the action's own errors.</summary>
internal static class ActionCodes
{
    /// <summary>An input has a value that it cannot have.</summary>
    public const string Input = "SQLTLS5201";

    /// <summary>What is asked for needs the runner's machine itself, and the action runs in a container.</summary>
    public const string NeedsHost = "SQLTLS5202";

    /// <summary>The run was started by something that is no workflow.</summary>
    public const string NoWorkflow = "SQLTLS5203";

    /// <summary>The embedded endpoint did not start.</summary>
    public const string NoEndpoint = "SQLTLS5204";

    /// <summary>There are links where the action's files go.</summary>
    public const string Link = "SQLTLS5205";
}
