namespace SqlTlsTasks;

/// <summary>Paths as projects write them.</summary>
internal static class Paths
{
    /// <summary>A project may write <c>\</c> on every system.</summary>
    public static string Native(string path) => Path.DirectorySeparatorChar == '/' ? path.Replace('\\', '/') : path;
}
