namespace SqlTls.Sarif;

/// <summary>One thing that was found.</summary>
/// <param name="Rule">The code of its rule.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">What is the case and what to do.</param>
/// <param name="Place">Where it stands; null where no file says it.</param>
internal sealed record SarifResult(string Rule, Severity Severity, string Message, SarifPlace? Place)
{
    /// <summary>What it is about where that is no place in a file, such as a server; null otherwise.</summary>
    public string? Resource { get; init; }

    /// <summary>By which a result is known again in the next run: the kind of fingerprint, and the value.</summary>
    public (string Kind, string Value)? Fingerprint { get; init; }

    /// <summary>How it is put right; null where that is left to people.</summary>
    public SarifFix? Fix { get; init; }
}
