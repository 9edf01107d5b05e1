namespace SqlTls.Connector.Wire;

/// <summary>A line of standard input: one connection to try.</summary>
/// <param name="Id">Chosen by the caller; the answer bears it.</param>
/// <param name="ConnectionString">As SqlClient reads it, secrets and all.</param>
internal sealed record Attempt(int Id, string ConnectionString)
{
    /// <summary>Keeps the connection string out of logs.</summary>
    public override string ToString() => $"attempt {Id}";
}
