namespace SqlTls.Reports;

/// <summary>What <c>connection-string --json</c> gives.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Driver">The driver or tool it is for.</param>
/// <param name="ConnectionString">The string, or the words for a tool that takes none; with the password where the environment has it.</param>
public sealed record ConnectionStringReport(int Schema, string Driver, string ConnectionString)
{
    /// <summary>Keeps the connection string out of logs.</summary>
    public override string ToString() => $"a connection string for {Driver}";
}
