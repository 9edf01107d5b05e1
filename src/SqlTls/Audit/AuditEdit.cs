namespace SqlTls.Audit;

/// <summary>One word of a file to be replaced.</summary>
/// <param name="Offset">Where it starts, in UTF-16 code units from the start of the text, a byte-order mark not counted.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Old">The word that stands there.</param>
/// <param name="New">The word that cures the finding.</param>
public sealed record AuditEdit(int Offset, int Line, int Column, string Old, string New);
