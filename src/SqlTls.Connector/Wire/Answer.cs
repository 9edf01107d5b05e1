namespace SqlTls.Connector.Wire;

/// <summary>A line of standard output: how one attempt ended.</summary>
/// <param name="Id">The attempt's.</param>
/// <param name="Connected">A connection was opened.</param>
/// <param name="EncryptOption">What sys.dm_exec_connections says of it; null where it may not be read.</param>
/// <param name="Problems">The exception and its inner ones, outermost first; empty when connected.</param>
internal sealed record Answer(int Id, bool Connected, string? EncryptOption, IReadOnlyList<Problem> Problems);
