namespace SqlTls;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>It is as it should be, or a choice worth knowing.</summary>
    Note,

    /// <summary>It works, and should be changed.</summary>
    Warning,

    /// <summary>It does not work, or is not safe.</summary>
    Error,
}
