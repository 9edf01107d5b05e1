namespace SqlTls.Instances.Linux;

/// <summary>What is the case with a host at one moment.</summary>
/// <param name="Running">The server's process runs.</param>
/// <param name="Owner">The numeric user id that the server runs as.</param>
/// <param name="Group">The numeric group id that the server's files have.</param>
/// <param name="Servers">Addresses to reach it by from here, best first, as SqlClient writes them (<c>127.0.0.1,1433</c>). They may change with a restart.</param>
/// <param name="Names">DNS names and IP addresses that its clients may use.</param>
/// <param name="Version">The server's version where the host knows it beforehand, such as from an image's label.</param>
public sealed record HostState(
    bool Running,
    int Owner,
    int Group,
    IReadOnlyList<string> Servers,
    IReadOnlyList<string> Names,
    Version? Version)
{
    /// <inheritdoc cref="InstanceState.Published"/>
    public string? Published { get; init; }

    /// <inheritdoc cref="InstanceState.InNetwork"/>
    public string? InNetwork { get; init; }
}
