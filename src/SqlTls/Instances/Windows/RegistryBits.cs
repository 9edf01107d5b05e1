namespace SqlTls.Instances.Windows;

/// <summary>Which half of the registry of a 64-bit Windows.</summary>
public enum RegistryBits
{
    /// <summary>What 64-bit programs see.</summary>
    Bits64,

    /// <summary>What 32-bit programs see: WOW6432Node.</summary>
    Bits32,
}
