namespace SqlTls.Trust;

/// <summary>A place that nobody would think of who is asked what this tool trusts: a step's folder, or a container.</summary>
/// <param name="Kind"><c>step</c> or <c>container</c>.</param>
/// <param name="Name">The folder's full path, or the container's name.</param>
public sealed record TrustedPlace(string Kind, string Name)
{
    /// <summary>The kind of a step's folder.</summary>
    public const string Step = "step";

    /// <summary>The kind of a container.</summary>
    public const string Container = "container";
}
