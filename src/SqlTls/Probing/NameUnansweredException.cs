namespace SqlTls.Probing;

/// <summary>Nobody said in time which address a host's name has: the server itself was never asked.</summary>
internal sealed class NameUnansweredException(OperationCanceledException cause) : OperationCanceledException(cause.Message, cause, cause.CancellationToken);
