namespace SqlTls.Sarif;

/// <summary>What to write in place of what stands there.</summary>
/// <param name="Place">Where, with a column.</param>
/// <param name="Length">How many UTF-16 code units go.</param>
/// <param name="Text">What comes.</param>
/// <param name="Description">What it does, in one sentence.</param>
internal sealed record SarifFix(SarifPlace Place, int Length, string Text, string Description);
