namespace SqlTls.Audit;

/// <summary>Another severity for a rule in some files.</summary>
/// <param name="Rule">The rule's code; null means every rule.</param>
/// <param name="Files">A glob relative to the settings' folder; null means every file.</param>
/// <param name="Severity">How much it weighs there; null switches it off.</param>
public sealed record RuleSeverity(string? Rule, string? Files, Severity? Severity) : RuleSetting(Rule, Files);
