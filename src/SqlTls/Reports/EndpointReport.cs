namespace SqlTls.Reports;

/// <summary>One embedded endpoint that listens, as <c>endpoint --json</c> says in a line.</summary>
/// <param name="Scenario">What it is: <c>good</c>, or the name of a scenario.</param>
/// <param name="Server">Where it listens, as SqlClient writes it.</param>
/// <param name="Port">Its port.</param>
/// <param name="AuthorityFile">Full path of the certificate (PEM) of the authority to trust; empty where the server never shows one.</param>
/// <param name="Thumbprint">Its certificate's thumbprint; empty where it never shows one.</param>
/// <param name="User">The one login there is.</param>
/// <param name="Password">Its password; empty where the server never asks.</param>
public sealed record EndpointReport(string Scenario, string Server, int Port, string AuthorityFile, string Thumbprint, string User, string Password)
{
    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{Scenario}, {Server}";
}
