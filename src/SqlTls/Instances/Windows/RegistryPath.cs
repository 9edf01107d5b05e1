namespace SqlTls.Instances.Windows;

/// <summary>A key under HKEY_LOCAL_MACHINE.</summary>
/// <param name="Bits">In which half.</param>
/// <param name="Path">Its path there, without WOW6432Node.</param>
public sealed record RegistryPath(RegistryBits Bits, string Path)
{
    private const string Wide = "HKLM64";
    private const string Narrow = "HKLM32";

    /// <summary>A key below this one.</summary>
    /// <param name="name">Its name, or a path.</param>
    public RegistryPath Below(string name) => this with { Path = $@"{Path}\{name}" };

    /// <inheritdoc/>
    public override string ToString() => $@"{(Bits == RegistryBits.Bits64 ? Wide : Narrow)}\{Path}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">That.</param>
    internal static RegistryPath Parse(string text)
    {
        int end = text.IndexOf('\\', StringComparison.Ordinal);
        return new RegistryPath(text[..end] == Narrow ? RegistryBits.Bits32 : RegistryBits.Bits64, text[(end + 1)..]);
    }
}
