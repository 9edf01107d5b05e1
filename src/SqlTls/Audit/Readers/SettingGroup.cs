using System.Text.RegularExpressions;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>Settings whose names differ in their endings alone, as <c>DB_SERVER</c> and <c>DB_ENCRYPT</c> do.</summary>
/// <param name="Prefix">What their names have in common, in lower case and without separators; empty where they are keywords.</param>
/// <param name="Entries">The settings and what they mean.</param>
internal sealed partial record SettingGroup(string Prefix, IReadOnlyList<(Setting Setting, Word Word)> Entries)
{
    /// <summary>Something stands in it that TLS hangs on.</summary>
    public bool IsAboutTls => Has(Word.Encrypt) || Has(Word.TrustServerCertificate);

    /// <summary>It lacks nothing that may stand around it.</summary>
    public bool IsWhole => Prefix.Length > 0 || Has(Word.Server);

    /// <summary>
    /// Is it SQL Server's? Only SQL Server's own word for it, a name, a driver or a port says whose <c>encrypt</c> it is.
    /// </summary>
    public bool IsOurs => !IsOthers && (
        Entries.Any(entry => entry.Word == Word.TrustServerCertificate && IsOwnWord(entry.Setting.Key))
        || SqlServer().IsMatch(Prefix)
        || (Prefix == "sql" && Has(Word.Server))
        || Entries.Any(entry => IsDriver(entry.Setting, entry.Word) || (entry.Word == Word.Port && entry.Setting.Value == "1433")));

    // PostgreSQL's clients have a TrustServerCertificate as well.
    private bool IsOthers => Has(Word.Foreign) || Entries.Any(entry => entry.Word == Word.Port && Owners.IsOtherPort(entry.Setting.Value));

    /// <summary>Does a setting name SQL Server's driver?</summary>
    public static bool IsDriver(Setting setting, Word word) => word == Word.Driver && SqlServer().IsMatch(setting.Value);

    /// <summary>What may count for a group that lacks it: of each word the last, so that work does not grow with what is repeated.</summary>
    public static IReadOnlyList<(Setting Setting, Word Word)> Lent(IEnumerable<(Setting Setting, Word Word)> entries) =>
        [.. entries.Where(entry => entry.Word is Word.Server or Word.Driver or Word.Port or Word.Foreign).Reverse().DistinctBy(entry => entry.Word)];

    /// <summary>The same with what it lacks, and what stands around it lends.</summary>
    public SettingGroup Within(IReadOnlyList<(Setting Setting, Word Word)> lent) => this with { Entries = [.. Entries, .. lent.Where(entry => !Has(entry.Word))] };

    private bool Has(Word word) => Entries.Any(entry => entry.Word == word);

    // Others call theirs so in short.
    private static bool IsOwnWord(string key) => SettingGroups.Plain(key) is var name
        && !name.EndsWith("trustcert", StringComparison.Ordinal) && !name.EndsWith("trustcertificate", StringComparison.Ordinal);

    [GeneratedRegex(@"mssql|sqlserver|sql server|sqlsrv", RegexOptions.IgnoreCase)]
    private static partial Regex SqlServer();
}
