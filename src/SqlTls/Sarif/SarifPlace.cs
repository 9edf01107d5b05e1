namespace SqlTls.Sarif;

/// <summary>Where something stands in a file.</summary>
/// <param name="File">The file, with <c>/</c>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units; null for the whole line.</param>
internal sealed record SarifPlace(string File, int Line, int? Column = null);
