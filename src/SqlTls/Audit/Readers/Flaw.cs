using System.Globalization;

namespace SqlTls.Audit.Readers;

/// <summary>Why a file was not read as what it is: its strings were read as far as they go, and somebody is to know it.</summary>
/// <param name="Offset">Where it shows.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Cure">What to do.</param>
internal sealed record Flaw(int Offset, string Message, string Cure)
{
    private const string ByHand = "Look through it by hand, or keep the file out of the audited paths.";

    /// <summary>It is not what its name says.</summary>
    public static Flaw Broken(int offset, string language) => new(
        offset,
        $"This is no well-formed {language}: the file was read as far as it goes, and a connection string in it may have been missed.",
        "Repair it, or look through it by hand.");

    /// <summary>It is nested deeper than programs read.</summary>
    public static Flaw TooDeep(int offset, string language, int depth) => new(
        offset,
        string.Create(CultureInfo.InvariantCulture, $"This {language} is nested more than {depth:N0} deep: from here on it was read text by text, and a connection string in it may have been missed."),
        ByHand);

    /// <summary>A line, literal or comment is longer than the pieces that files are read in.</summary>
    public static Flaw TooLong(int length) => new(
        0,
        $"A line or literal of more than {length / 1024 / 1024} million characters was read in pieces; a connection string in it may have been missed.",
        ByHand);

    /// <summary>It is longer than what its parser is given.</summary>
    public static Flaw ReadByLine(int length) => new(
        0,
        $"This YAML has more than {length / 1024 / 1024} million characters: it was read line by line, and a connection string that goes on over several lines may have been missed.",
        ByHand);

    /// <summary>Expanded, it would be larger than any file.</summary>
    public static Flaw TooLarge(int offset, long values) => new(
        offset,
        string.Create(CultureInfo.InvariantCulture, $"The aliases of this YAML stand for more than {values:N0} values: none was expanded, and the file was read as it stands."),
        ByHand);

    /// <summary>What fills a template in makes it well-formed, so that nothing can be said of it before.</summary>
    public static bool IsTemplate(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("<%", StringComparison.Ordinal);
}
