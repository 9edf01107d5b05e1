namespace SqlTls.Endpoint.Queries;

/// <summary>One row of one statement.</summary>
internal sealed record ResultSet(IReadOnlyList<ResultColumn> Columns);
