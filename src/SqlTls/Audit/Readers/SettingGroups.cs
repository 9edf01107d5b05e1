using System.Text.RegularExpressions;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>Settings that stand one by one and make up one connection together.</summary>
internal static partial class SettingGroups
{
    private static readonly (string Ending, Word Word)[] Endings =
    [
        ("trustservercertificate", Word.TrustServerCertificate),
        ("trustservercert", Word.TrustServerCertificate),
        ("trustcert", Word.TrustServerCertificate),
        ("encrypt", Word.Encrypt),
        ("hostname", Word.Server),
        ("server", Word.Server),
        ("host", Word.Server),
        ("password", Word.Password),
        ("connection", Word.Driver),
        ("dialect", Word.Driver),
        ("driver", Word.Driver),
        ("client", Word.Driver),
        ("engine", Word.Driver),
        ("type", Word.Driver),
    ];

    /// <summary>A section whose names are keywords, with a driver among them, as in <c>odbc.ini</c>; null for any other.</summary>
    public static Literal? Section(IReadOnlyList<Setting> settings) =>
        settings.Any(setting => Words.Of(setting.Key) == Word.Driver) ? Join(settings.Select(setting => (setting, Words.Of(setting.Key)))) with { Dialect = Dialect.Odbc } : null;

    /// <summary>Groups of settings whose names differ in their endings: <c>DB_SERVER</c>, <c>DB_ENCRYPT</c>, <c>DB_TRUST_SERVER_CERTIFICATE</c>.</summary>
    public static IEnumerable<Literal> Named(IReadOnlyList<Setting> settings)
    {
        var groups = new Dictionary<string, List<(Setting, Word)>>();
        foreach (Setting setting in settings)
        {
            string name = Separator().Replace(setting.Key, "").ToLowerInvariant();
            (string ending, Word word) = Array.Find(Endings, ending => name.EndsWith(ending.Ending, StringComparison.Ordinal));
            if (ending is not null)
            {
                string prefix = name[..^ending.Length];
                (groups.TryGetValue(prefix, out List<(Setting, Word)>? group) ? group : groups[prefix] = []).Add((setting, word));
            }
        }

        return groups
            .Where(group => group.Value.Exists(entry => entry.Item2 is Word.Encrypt or Word.TrustServerCertificate) && IsOurs(group.Key, group.Value))
            .Select(group => Join(group.Value) with { Dialect = Dialect.Separate, IsOpen = true });
    }

    // Only SQL Server's own word for it, a name or a driver says whose 'encrypt' it is.
    private static bool IsOurs(string prefix, List<(Setting Setting, Word Word)> group) =>
        group.Exists(entry => entry.Word == Word.TrustServerCertificate && !entry.Setting.Key.EndsWith("trustcert", StringComparison.OrdinalIgnoreCase))
        || SqlServer().IsMatch(prefix)
        || group.Exists(entry => entry.Word == Word.Driver && SqlServer().IsMatch(entry.Setting.Value));

    private static Literal Join(IEnumerable<(Setting Setting, Word Word)> settings)
    {
        var text = new LiteralText();
        var pairs = new List<Pair>();
        foreach ((Setting setting, Word word) in settings)
        {
            int key = text.Length;
            text.Add(setting.Key, setting.KeyOffset);
            text.Add('=', setting.KeyOffset);
            int value = text.Length;
            for (int i = 0; i < setting.Value.Length; i++)
            {
                text.Add(setting.Value[i], setting.Offsets[i]);
            }

            text.Add('\n', setting.KeyOffset);
            string masked = Placeholders.Mask(setting.Value);
            pairs.Add(new(setting.Key, masked.Length == 0 ? null : masked, key, value, setting.Value.Length) { Word = word });
        }

        return text.Done() with { Settings = pairs };
    }

    [GeneratedRegex(@"[_.\-:]")]
    private static partial Regex Separator();

    [GeneratedRegex(@"mssql|sqlserver|sql server|sqlsrv", RegexOptions.IgnoreCase)]
    private static partial Regex SqlServer();
}
