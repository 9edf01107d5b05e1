namespace SqlTls.Reports;

/// <summary>What <c>down</c> did.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Changed">Something was put back.</param>
/// <param name="Restarts">How often the server was restarted.</param>
public sealed record DownReport(int Schema, bool Changed, int Restarts);
