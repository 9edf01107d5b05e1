namespace SqlTls.Endpoint.Sessions;

/// <summary>What all sessions of an endpoint share.</summary>
internal sealed record SessionContext(TdsEndpointOptions Options, string Password, Task<ServerTls> Tls)
{
    public const string Program = "sqltls embedded endpoint";

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{Options}";

    public void Log(string line) => Options.Log?.Invoke(line);
}
