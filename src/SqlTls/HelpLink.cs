using System.Reflection;

namespace SqlTls;

/// <summary>The address of the page that explains a code.</summary>
public static class HelpLink
{
    /// <summary>The address of the repository this build was made from, as its project file names it.</summary>
    public static string Repository { get; } = typeof(HelpLink).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => metadata.Key == "RepositoryUrl").Value!;

    /// <summary>The page of one code.</summary>
    /// <param name="code">A public code, such as <c>SQLTLS1002</c>.</param>
    public static string For(string code) => $"{Repository}/blob/main/docs/codes/{code}.md";
}
