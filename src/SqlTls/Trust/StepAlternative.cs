namespace SqlTls.Trust;

/// <summary>What somebody can do who has no rights on the machine: the same words wherever they are refused.</summary>
internal static class StepAlternative
{
    /// <summary>A cure, and the way that needs no rights.</summary>
    public static string Cure(string first) => $"{first}, or trust it for this shell alone: eval \"$(sqltls trust add --scope step --shell)\".";
}
