namespace SqlTls.Verification;

/// <summary>Why a connection failed, and what cures it.</summary>
/// <param name="Code">The cause's code, SQLTLS41xx.</param>
/// <param name="Cause">The cause, in one sentence.</param>
/// <param name="Cure">The cure, in one sentence.</param>
public sealed record Diagnosis(string Code, string Cause, string Cure);
