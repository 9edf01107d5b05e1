using System.Text.RegularExpressions;

namespace SqlTls.Audit.Readers;

/// <summary>The client that a source file names: the one that it imports, or else the one that it writes in full.</summary>
internal static partial class SqlClientNamespace
{
    /// <summary>The file names another database's client, and no SqlClient.</summary>
    public const string Other = "another database's client";

    /// <summary>The SqlClient's name, or <see cref="Other"/>; null where the file names none, or both.</summary>
    public static string? In(string file, Language language)
    {
        if (language != Language.CSharp && language != Language.VisualBasic && language != Language.FSharp && language != Language.PowerShell)
        {
            return null;
        }

        string[] names = Names(Import().Matches(file));
        names = names.Length > 0 ? names : Names(Used(file, language, Qualified()));
        return names.Length == 1 ? names[0]
            : names.Length == 0 && (OtherImport().IsMatch(file) || Used(file, language, OtherQualified()).Any()) && !Hint().IsMatch(file) ? Other
            : null;
    }

    private static string[] Names(IEnumerable<Match> matches) =>
        [.. matches.Select(match => match.Groups[1].Value.StartsWith("Microsoft", StringComparison.OrdinalIgnoreCase) ? "Microsoft.Data.SqlClient" : "System.Data.SqlClient").Distinct()];

    // In code. PowerShell also takes a type's name as a literal.
    private static IEnumerable<Match> Used(string file, Language language, Regex name)
    {
        CodeView? view = null;
        for (Match match = name.Match(file); match.Success; match = match.NextMatch())
        {
            view ??= CodeView.Of(file, language);
            int end = match.Index + match.Length;
            if (view.Code[match.Index] == file[match.Index] || (language == Language.PowerShell && view.Literals.Contains(match.Index - 1) && end < file.Length && file[end] == file[match.Index - 1]))
            {
                yield return match;
            }
        }
    }

    [GeneratedRegex(@"^[ \t]*(?:global\s+)?(?:using|Imports|open)\s+(?:static\s+|namespace\s+)?((?:System|Microsoft)\.Data\.SqlClient)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Import();

    [GeneratedRegex(@"(?<![\w.])((?:System|Microsoft)\.Data\.SqlClient)\.Sql\w+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Qualified();

    [GeneratedRegex(@"^[ \t]*(?:global\s+)?(?:using|Imports|open)\s+(?:static\s+|namespace\s+)?(?:MySql\.Data\.MySqlClient|MySqlConnector|Npgsql|Oracle\.ManagedDataAccess\.Client|Microsoft\.AnalysisServices\.AdomdClient|Microsoft\.Data\.Sqlite)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherImport();

    [GeneratedRegex(@"(?<![\w.])(?:MySql\.Data\.MySqlClient\.MySql|MySqlConnector\.MySql|Npgsql\.Npgsql|Oracle\.ManagedDataAccess\.Client\.Oracle|Microsoft\.AnalysisServices\.AdomdClient\.Adomd|Microsoft\.Data\.Sqlite\.Sqlite)\w+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherQualified();

    // SQL Server's client without its namespace, Entity Framework's UseSqlServer, Invoke-Sqlcmd: the file may talk to both.
    [GeneratedRegex(@"\bSqlClient\b|\bSql(?:Connection|Command|DataAdapter|cmd)|(?<!My)SqlServer", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hint();
}
