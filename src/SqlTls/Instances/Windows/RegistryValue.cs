using System.Globalization;

namespace SqlTls.Instances.Windows;

/// <summary>A value of the registry, of any kind, so that it can be put back as it was.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Data">Texts as they are (several parted by U+0000), numbers in decimal, bytes in Base64.</param>
public sealed record RegistryValue(RegistryKind Kind, string Data)
{
    /// <summary>Its number, where it is one, or a text that reads as one.</summary>
    public int? Number => int.TryParse(Data, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A REG_SZ.</summary>
    /// <param name="text">Its text.</param>
    public static RegistryValue OfText(string text) => new(RegistryKind.Text, text);

    /// <summary>A REG_DWORD.</summary>
    /// <param name="number">Its number.</param>
    public static RegistryValue OfNumber(int number) => new(RegistryKind.Number, number.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}:{Data}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">That.</param>
    internal static RegistryValue Parse(string text)
    {
        int end = text.IndexOf(':', StringComparison.Ordinal);
        return new RegistryValue(Enum.Parse<RegistryKind>(text[..end]), text[(end + 1)..]);
    }
}
