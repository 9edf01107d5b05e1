namespace SqlTls.Audit;

/// <summary>A finding that a baseline holds.</summary>
/// <param name="Rule">The rule's code.</param>
/// <param name="File">Relative to the baseline's folder, with <c>/</c>.</param>
/// <param name="Fingerprint">The connection string's, see <see cref="AuditFinding.Fingerprint"/>.</param>
/// <param name="Count">How many times it stands in the file.</param>
public sealed record KnownFinding(string Rule, string File, string Fingerprint, int Count);
