using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using SqlTls.Audit.Files;

namespace SqlTls.Audit.Projects;

/// <summary>How project files are read: bounded in size, without DTDs, and as nothing where they are broken.</summary>
internal static partial class ProjectFile
{
    // The time that .NET takes to build a document grows with the square of its depth: 100,000 deep it is a minute.
    private const int DeepestNesting = 1000;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <summary>The elements of an XML file, whatever their namespace; none where it is nested without end.</summary>
    public static IReadOnlyList<XElement> Elements(string file)
    {
        if (SideFile.Text(file) is not { } text)
        {
            return [];
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            return IsTooDeep(text) ? [] : [.. XDocument.Load(reader).Descendants()];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static bool IsTooDeep(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        while (reader.Read())
        {
            if (reader.Depth > DeepestNesting)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A JSON file's root; null where there is none.</summary>
    public static JsonElement? Json(string file)
    {
        if (SideFile.Text(file) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The lowest version that a version or a range of versions allows; null where it says none.</summary>
    /// <param name="text">Such as <c>5.1.0-preview1</c>, <c>[5.1,6)</c>, <c>5.*</c>, <c>^16.0.0</c>, <c>v1.7.2</c>, <c>12.4.2.jre11</c>.</param>
    public static Version? Lowest(string? text) => text is not null && Number().Match(text) is { Success: true } match
        ? new(int.Parse(match.Groups[1].ValueSpan, null), match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, null) : 0)
        : null;

    [GeneratedRegex(@"^[\s\[v^~>=]*([0-9]{1,6})(?:\.([0-9]{1,6}))?")]
    private static partial Regex Number();
}
