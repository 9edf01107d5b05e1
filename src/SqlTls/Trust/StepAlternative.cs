namespace SqlTls.Trust;

/// <summary>What somebody can do who has no rights on the machine: the same words wherever they are refused.</summary>
internal static class StepAlternative
{
    /// <summary>A cure, and the way that needs no rights. Programs of a container take nothing from a shell out here, and .NET looks at the step's variables on Linux alone.</summary>
    /// <param name="first">The cure, without a full stop.</param>
    /// <param name="isContainer">It is a container that refuses.</param>
    public static string Cure(string first, bool isContainer = false) =>
        isContainer ? $"{first}."
        : OperatingSystem.IsLinux() ? $"{first}, or trust it for this shell alone: eval \"$(sqltls trust add --scope step --shell --authority FILE)\"."
        : $"{first}, or name the server's certificate in the connection string: ServerCertificate=FILE.";
}
