using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;

namespace SqlTlsTasks.Diagnostics;

/// <summary>Where in a project something stands that is wrong.</summary>
/// <param name="File">The project or the file it imports; null where that is not known.</param>
/// <param name="Line">From 1; 0 where it is not known.</param>
/// <param name="Column">From 1; 0 where it is not known.</param>
internal sealed record ProjectPlace(string? File, int Line, int Column)
{
    private const string Key = "SqlTlsTasks.ProjectPlace";

    public static ProjectPlace Unknown { get; } = new(null, 0, 0);

    /// <summary>Where an item is written. MSBuild hands a task the file alone, so the line is looked for; an item made from a property keeps the file.</summary>
    /// <param name="item">The item.</param>
    /// <param name="type">Its type: another item may be called the same.</param>
    public static ProjectPlace Of(ITaskItem item, string type)
    {
        string file = item.GetMetadata("DefiningProjectFullPath");
        try
        {
            return XDocument.Load(file, LoadOptions.SetLineInfo).Descendants()
                .Where(element => element.Name.LocalName.Equals(type, StringComparison.OrdinalIgnoreCase))
                .SelectMany(element => element.Attributes("Include"))
                .FirstOrDefault(include => include.Value == item.ItemSpec)?.Parent is IXmlLineInfo element
                ? new ProjectPlace(file, element.LineNumber, Math.Max(1, element.LinePosition - 1))
                : new ProjectPlace(file, 0, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or ArgumentException)
        {
            return new ProjectPlace(file.Length > 0 ? file : null, 0, 0);
        }
    }

    /// <summary>Where the item stands that an exception is about.</summary>
    public static ProjectPlace Of(Exception exception) => exception.Data[Key] as ProjectPlace ?? Unknown;

    /// <summary>Reads what an item says; what is thrown meanwhile is about that item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="type">Its type.</param>
    /// <param name="read">The reading.</param>
    public static T At<T>(ITaskItem item, string type, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is SqlTlsException or IOException or UnauthorizedAccessException)
        {
            exception.Data[Key] ??= Of(item, type);
            throw;
        }
    }
}
