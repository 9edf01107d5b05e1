namespace SqlTls.Verification;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>It was proved.</summary>
    Passed,

    /// <summary>It was disproved.</summary>
    Failed,

    /// <summary>It does not apply, or cannot be tried here; the message says why.</summary>
    Skipped,
}
