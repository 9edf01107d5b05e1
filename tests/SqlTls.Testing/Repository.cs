namespace SqlTls.Testing;

/// <summary>The folder of the repository that the tests run in.</summary>
public static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Full path of the repository's folder.</summary>
    public static string Root => Found.Value;

    /// <summary>Full path of one of its files or folders.</summary>
    /// <param name="path">Relative to the repository's folder, with <c>/</c>; a full path stays as it is.</param>
    public static string File(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "SqlTlsTasks.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
