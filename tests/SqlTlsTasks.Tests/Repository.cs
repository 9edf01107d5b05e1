using System.Reflection;

namespace SqlTlsTasks.Tests;

/// <summary>The repository that the tests were built from, and how.</summary>
internal static class Repository
{
    public static string Folder { get; } = Metadata("Repository");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>Packages that a restore of this repository has fetched: a feed for the projects of the tests.</summary>
    public static string GlobalPackages { get; } = Metadata("GlobalPackages");

    public static string File(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;
}
