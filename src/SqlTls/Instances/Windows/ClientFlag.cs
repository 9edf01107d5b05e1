namespace SqlTls.Instances.Windows;

/// <summary>A flag of a client library, and what became of it.</summary>
/// <param name="Library">The library's name.</param>
/// <param name="Bits">For programs of how many bits.</param>
/// <param name="Label">The flag's label, such as <c>Force protocol encryption</c>.</param>
/// <param name="Was">Its value before. OLE DB 19: 0 optional, 1 mandatory, 2 strict.</param>
/// <param name="Now">Its value now.</param>
public sealed record ClientFlag(string Library, RegistryBits Bits, string Label, int Was, int Now)
{
    /// <summary>It forces encryption and was to be switched off, but was not switched on here, and so it stays.</summary>
    public bool IsLeft { get; init; }
}
