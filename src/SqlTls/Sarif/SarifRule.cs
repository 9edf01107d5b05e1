namespace SqlTls.Sarif;

/// <summary>What a result breaks.</summary>
/// <param name="Code">The public code; its page is the rule's help.</param>
internal sealed record SarifRule(string Code)
{
    /// <summary>A name without blanks, such as <c>EncryptionOff</c>; null where the code has none.</summary>
    public string? Name { get; init; }

    /// <summary>What it is about, in one line; null where nothing is said but the page.</summary>
    public string? Title { get; init; }

    /// <summary>What it asks for and why; null where nothing is said but the page.</summary>
    public string? Description { get; init; }

    /// <summary>How much it weighs, and whether it is looked for unless asked for; null where each result says.</summary>
    public (Severity Severity, bool Enabled)? Default { get; init; }
}
