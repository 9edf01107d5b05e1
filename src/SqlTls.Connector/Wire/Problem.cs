namespace SqlTls.Connector.Wire;

/// <summary>One exception of a chain.</summary>
/// <param name="Type">Its type's name, without the namespace.</param>
/// <param name="Message">Its message.</param>
/// <param name="Number">SqlException's number; null for others.</param>
internal sealed record Problem(string Type, string Message, int? Number);
