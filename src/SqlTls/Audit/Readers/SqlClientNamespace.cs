using System.Text.RegularExpressions;

namespace SqlTls.Audit.Readers;

/// <summary>The SqlClient that a source file imports.</summary>
internal static partial class SqlClientNamespace
{
    /// <summary>Its name; null where the file imports none, or both.</summary>
    public static string? In(string file, Language language)
    {
        if (language != Language.CSharp && language != Language.VisualBasic && language != Language.FSharp)
        {
            return null;
        }

        string[] names = [.. Import().Matches(file).Select(match => match.Groups[1].Value).Distinct()];
        return names.Length == 1 ? names[0] : null;
    }

    [GeneratedRegex(@"^[ \t]*(?:global\s+)?(?:using|Imports|open)\s+(?:static\s+)?((?:System|Microsoft)\.Data\.SqlClient)\b", RegexOptions.Multiline)]
    private static partial Regex Import();
}
