namespace SqlTls.Trust;

/// <summary>Runs a script with <c>/bin/sh</c>, on this machine or in a container.</summary>
/// <param name="script">Text of ours alone; what comes from outside is in the environment.</param>
/// <param name="environment">Variables for it.</param>
/// <param name="cancellationToken">Ends it.</param>
/// <returns>Its exit code, and what it wrote to standard output and error.</returns>
internal delegate Task<(int ExitCode, string Output)> RunShell(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken);
