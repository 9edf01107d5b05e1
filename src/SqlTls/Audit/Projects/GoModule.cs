using System.Text.RegularExpressions;
using SqlTls.Audit.Files;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Projects;

/// <summary>The driver of a Go module: go-mssqldb, at either of its addresses.</summary>
internal static partial class GoModule
{
    /// <summary>The driver of the module in a folder; null where there is no module that names it.</summary>
    public static ClientDriver? In(string folder) => SideFile.Text(Path.Combine(folder, "go.mod")) is { } text && Require().Match(text) is { Success: true } match
        ? ClientDriver.Go(ProjectFile.Lowest(match.Groups[1].Value))
        : null;

    [GeneratedRegex(@"^\s*(?:require\s+)?github\.com/(?:microsoft|denisenkom)/go-mssqldb\s+(v[0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Require();
}
