using SqlTls.Probing;

namespace SqlTls.Fleets;

/// <summary>One server of a fleet, as its list names it.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Names">Names that its certificate must have; empty for the address's host alone.</param>
/// <param name="ConnectionString">A connection string that is to be proved as it is; null where only the address is known. It may hold a password.</param>
/// <param name="Line">The line of the list where it stands, from 1.</param>
public sealed record FleetServer(ServerAddress Address, IReadOnlyList<string> Names, string? ConnectionString, int Line)
{
    /// <summary>Keeps the connection string out of logs.</summary>
    public override string ToString() => $"{Address}, line {Line}";
}
