namespace SqlTls.Instances;

/// <summary>How a restart ended.</summary>
/// <param name="Up">The server is ready for connections, and has loaded the certificate it was told to.</param>
/// <param name="Problem">Why it is not; what else went wrong where it is, or null.</param>
/// <param name="Untouched">The server could not even be stopped: it runs with what it ran with before.</param>
public sealed record StartResult(bool Up, Finding? Problem, bool Untouched = false);
