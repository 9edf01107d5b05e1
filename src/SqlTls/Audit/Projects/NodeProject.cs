using System.Text.Json;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The driver of a Node project: <c>mssql</c>, or <c>tedious</c> itself.</summary>
internal static class NodeProject
{
    private static readonly string[] Lists = ["dependencies", "devDependencies"];

    /// <summary>The driver of the project in a folder; null where there is no project that names it.</summary>
    public static ClientDriver? In(string folder)
    {
        if (ProjectFile.Json(Path.Combine(folder, "package.json")) is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        return Dependency(root, "mssql") is { } mssql ? ClientDriver.Node("mssql", ProjectFile.Lowest(mssql))
            : Dependency(root, "tedious") is { } tedious ? ClientDriver.Node("tedious", ProjectFile.Lowest(tedious))
            : null;
    }

    private static string? Dependency(JsonElement root, string name) => Lists
        .Select(kind => root.TryGetProperty(kind, out JsonElement list) && list.ValueKind == JsonValueKind.Object && list.TryGetProperty(name, out JsonElement version) ? version.ToString() : null)
        .FirstOrDefault(version => version is not null);
}
