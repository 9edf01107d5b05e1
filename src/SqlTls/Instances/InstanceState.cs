using SqlTls.Settings;

namespace SqlTls.Instances;

/// <summary>What is the case with an instance at one moment.</summary>
/// <param name="Settings">Its TLS settings as they are written; a change waits for the next restart.</param>
/// <param name="Certificate">The certificate that the settings name; null where there is none, or it cannot be read.</param>
/// <param name="Version">The server's version, such as 16.0.4135.4 for SQL Server 2022; null where it is not known.</param>
/// <param name="Running">The server's process runs.</param>
/// <param name="DefaultNames">DNS names and IP addresses that its clients may use, best first.</param>
/// <param name="Servers">Addresses to reach it by from here, best first, as SqlClient writes them (<c>127.0.0.1,1433</c>). They may change with a restart.</param>
/// <param name="Warnings">What the user should know before anything is changed.</param>
/// <param name="Held">Why the server is neither started nor restarted by us, as half a sentence; null where it may be. What is written then waits for its owner to restart it, unproved.</param>
public sealed record InstanceState(
    TlsSettings Settings,
    InstalledCertificate? Certificate,
    Version? Version,
    bool Running,
    IReadOnlyList<string> DefaultNames,
    IReadOnlyList<string> Servers,
    IReadOnlyList<Finding> Warnings,
    string? Held = null)
{
    /// <summary>The server looks for authorities in a place of its own, and has to be told those of its certificate; false where they are its machine's.</summary>
    public bool HasOwnTrust { get; init; } = true;

    /// <summary>How settings that say what is wanted are to be written instead, as a step of a plan; null where they are written right. To apply settings does it.</summary>
    public string? Miswritten { get; init; }

    /// <summary>A container's address for programs on its engine's machine, such as <c>127.0.0.1,1433</c>; null where no port is published, or it does not run.</summary>
    public string? Published { get; init; }

    /// <summary>A container's address for other containers of its network, such as <c>mssql,1433</c>; null where it has none.</summary>
    public string? InNetwork { get; init; }
}
