namespace SqlTls.Reports.Pages;

/// <summary>One piece of text with what it is.</summary>
/// <param name="Text">The text, as it is; each writer escapes for itself.</param>
/// <param name="Tone">How good the news is; null for plain text.</param>
/// <param name="Link">Where it leads; null for nowhere.</param>
/// <param name="Detail">More about it, for the second look: name and value, such as the evidence of a check.</param>
internal sealed record Cell(string Text, Tone? Tone = null, string? Link = null, IReadOnlyList<(string Name, string Value)>? Detail = null)
{
    public static implicit operator Cell(string text) => new(text);

    /// <summary>A code that leads to its page.</summary>
    public static Cell Code(string code) => new(code, Link: HelpLink.For(code));
}
