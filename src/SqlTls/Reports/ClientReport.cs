using SqlTls.Instances.Windows;

namespace SqlTls.Reports;

/// <summary>What <c>client --json</c> gives.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Flags">Every flag of the client libraries that was found.</param>
public sealed record ClientReport(int Schema, IReadOnlyList<ClientReport.LibraryFlag> Flags)
{
    /// <summary>The report of what was set.</summary>
    /// <param name="flags">What became of them.</param>
    public static ClientReport Of(IEnumerable<ClientFlag> flags) =>
        new(1, [.. flags.Select(flag => new LibraryFlag(flag.Library, flag.Bits == RegistryBits.Bits64 ? 64 : 32, flag.Label, flag.Was, flag.Now))]);

    /// <summary>A flag.</summary>
    /// <param name="Library">The library's name.</param>
    /// <param name="Bits">For programs of how many bits: 64 or 32.</param>
    /// <param name="Label">The flag's label.</param>
    /// <param name="Was">Its value before.</param>
    /// <param name="Now">Its value now.</param>
    public sealed record LibraryFlag(string Library, int Bits, string Label, int Was, int Now);
}
