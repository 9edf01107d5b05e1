namespace SqlTls.Instances;

/// <summary>A line of the error log that says something about TLS or the start.</summary>
/// <param name="Number">SQL Server's message number; <see cref="ErrorLog.Permissions"/> for the line on permissions, which has none.</param>
/// <param name="Text">The message, without time and process.</param>
public sealed record ErrorLogEntry(int Number, string Text);
