namespace SqlTls.Fleets;

/// <summary>What a reader took from a list, not yet looked at.</summary>
/// <param name="Server">An address or a connection string; null where the entry has none.</param>
/// <param name="Names">As written.</param>
/// <param name="ConnectionString">As written; null where there is none.</param>
/// <param name="Line">Where it stands, from 1.</param>
internal sealed record FleetEntry(string? Server, IReadOnlyList<string> Names, string? ConnectionString, int Line)
{
    /// <summary>Keeps what may be a connection string out of logs.</summary>
    public override string ToString() => $"line {Line}";

    /// <summary>An address of its parts; a port may stand beside a server as well as beside a host.</summary>
    public static string? Address(string? server, string? host, string? port) =>
        (server ?? host) is { } named && port is not null ? $"{named},{port}" : server ?? host;
}
