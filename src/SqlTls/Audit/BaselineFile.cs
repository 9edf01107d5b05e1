namespace SqlTls.Audit;

/// <summary>A baseline as it stands in its file.</summary>
internal sealed record BaselineFile(int Schema, IReadOnlyList<KnownFinding?>? Findings);
