namespace SqlTls.Audit;

/// <summary>An exception from a rule in some files.</summary>
/// <param name="Rule">The rule's code; null means every rule.</param>
/// <param name="Files">A glob relative to the settings' folder; null means every file.</param>
/// <param name="Reason">Why; null is itself a finding.</param>
/// <param name="Until">The last day on which it holds; null means for good.</param>
/// <param name="Line">Where it stands in the settings, from 1.</param>
public sealed record RuleWaiver(string? Rule, string? Files, string? Reason, DateOnly? Until, int Line) : RuleSetting(Rule, Files);
