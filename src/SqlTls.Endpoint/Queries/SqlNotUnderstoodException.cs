namespace SqlTls.Endpoint.Queries;

/// <summary>The batch asks for something that this endpoint does not have.</summary>
internal sealed class SqlNotUnderstoodException(string message) : Exception(message);
