using System.Security.Cryptography.X509Certificates;

namespace SqlTls.Fleets;

/// <summary>What holds for every server of a fleet.</summary>
public sealed record FleetOptions
{
    /// <summary>How many servers are looked at side by side when nothing is said.</summary>
    public const int DefaultParallel = 64;

    /// <summary>How many servers are looked at side by side, 1 to 1024.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    /// <summary>How long one attempt at one server may take; a server that says nothing holds up nobody else for longer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The authority to trust; null for what this machine trusts.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>Names that every certificate must have, besides those in the list.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Every server was told to force encryption: one that lets a client in without it has failed. Verification alone asks.</summary>
    public bool ForceEncryption { get; init; }
}
