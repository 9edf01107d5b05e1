using System.Globalization;

namespace SqlTls.Certificates;

/// <summary>Thumbprints as people give them.</summary>
public static class Thumbprint
{
    internal const int Digits = 40;

    /// <summary>40 hex digits in lower case, from what was copied out of a dialog: blanks, colons and invisible characters such as U+200E fall away (KB 2023869).</summary>
    /// <param name="text">What the user gave.</param>
    /// <exception cref="SqlTlsException">SQLTLS2111: it is none.</exception>
    public static string Parse(string text) => TryParse(text) ?? throw new SqlTlsException(
        Failure.Input,
        CertificateCodes.NotAThumbprint,
        $"'{Visible(text)}' is no thumbprint: it has {Visible(text).Length} characters where {Digits} hex digits are asked for.",
        "Copy it again from the certificate's details; sqltls instances shows those in use.");

    /// <summary>The same; null where it is none.</summary>
    /// <param name="text">What stands in a setting; null where there is none.</param>
    public static string? TryParse(string? text) =>
        text is not null && Visible(text) is { Length: Digits } digits && digits.All(char.IsAsciiHexDigit) ? digits.ToLowerInvariant() : null;

    private static string Visible(string text) => string.Concat(text.Where(character =>
        character != ':' && !char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control)));
}
