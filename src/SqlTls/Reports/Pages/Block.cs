namespace SqlTls.Reports.Pages;

/// <summary>One part of a page, before it is Markdown or HTML.</summary>
internal abstract record Block
{
    private Block()
    {
    }

    /// <summary>The first line: how it went.</summary>
    public sealed record Title(Tone Tone, string Text) : Block;

    /// <summary>The name of what follows.</summary>
    public sealed record Heading(string Text) : Block;

    /// <summary>A sentence.</summary>
    public sealed record Sentence(string Text) : Block;

    /// <summary>Something that went wrong: what it is, what to do, and the raw text underneath where there is one.</summary>
    public sealed record Diagnosis(Tone Tone, string What, string Cure, Cell Code, string? Raw) : Block;

    /// <summary>Names and their values.</summary>
    public sealed record Facts(IReadOnlyList<(string Name, Cell Value)> Lines) : Block;

    /// <summary>A table; every row has as many cells as there are columns.</summary>
    public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block;

    /// <summary>Text to copy, with a name.</summary>
    public sealed record Snippet(string Name, string Text) : Block;
}
