namespace SqlTls.Audit;

/// <summary>What a rule says of one connection string.</summary>
/// <param name="Rule">The rule's code.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="File">The file: relative to the base folder where it lies in it, with <c>/</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units, at the first character of the connection string.</param>
/// <param name="Message">What is the case; never a password.</param>
/// <param name="Cure">The smallest change that cures it.</param>
/// <param name="Edit">The same change for a program; null where there is none that is safe to make unseen.</param>
public sealed record AuditFinding(string Rule, Severity Severity, string File, int Line, int Column, string Message, string Cure, AuditEdit? Edit = null)
{
    /// <summary>
    /// Says that it is the same finding when its lines have moved: made from the rule and the connection string's settings without its password,
    /// 32 hex digits. Empty where the finding is not about a connection string.
    /// </summary>
    public string Fingerprint { get; init; } = "";
}
