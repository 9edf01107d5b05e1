namespace SqlTls.Reports.Pages;

/// <summary>What one run has to show to a person: any of its parts may be missing.</summary>
/// <param name="At">When it ran; lifetimes are counted from here.</param>
public sealed record RunReport(DateTimeOffset At)
{
    /// <summary>What was set up and proved.</summary>
    public UpReport? Setup { get; init; }

    /// <summary>Connection strings of the user's own that were proved, one report each.</summary>
    public IReadOnlyList<UpReport> Verified { get; init; } = [];

    /// <summary>Connection strings that were found in files.</summary>
    public AuditReport? Audit { get; init; }

    /// <summary>Why the run ended early.</summary>
    public ErrorReport.Detail? Error { get; init; }

    /// <summary>Every report of checks, that of the setup first.</summary>
    public IEnumerable<UpReport> Proofs => Setup is null ? Verified : Verified.Prepend(Setup);
}
