namespace SqlTlsTasks;

/// <summary>Paths as projects write them.</summary>
internal static class Paths
{
    /// <summary>How this system tells two paths apart.</summary>
    public static StringComparison Comparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <inheritdoc cref="Comparison"/>
    public static StringComparer Comparer { get; } = StringComparer.FromComparison(Comparison);

    /// <summary>A project may write <c>\</c> on every system.</summary>
    public static string Native(string path) => Path.DirectorySeparatorChar == '/' ? path.Replace('\\', '/') : path;
}
