using System.Text.RegularExpressions;
using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>Settings that stand one by one and make up one connection together.</summary>
internal static partial class SettingGroups
{
    private static readonly (string Ending, Word Word)[] Endings =
    [
        ("trustservercertificate", Word.TrustServerCertificate),
        ("trustcertificate", Word.TrustServerCertificate),
        ("trustservercert", Word.TrustServerCertificate),
        ("trustcert", Word.TrustServerCertificate),
        ("encrypt", Word.Encrypt),
        ("sslmode", Word.Foreign),
        ("hostname", Word.Server),
        ("server", Word.Server),
        ("host", Word.Server),
        ("port", Word.Port),
        ("password", Word.Password),
        ("connection", Word.Driver),
        ("dialect", Word.Driver),
        ("driver", Word.Driver),
        ("client", Word.Driver),
        ("engine", Word.Driver),
        ("class", Word.Driver),
        ("type", Word.Driver),
    ];

    /// <summary>A section whose names are keywords, with a driver among them, as in <c>odbc.ini</c>; null for any other.</summary>
    public static Literal? Section(IReadOnlyList<Setting> settings) =>
        settings.Any(setting => Words.Of(setting.Key) == Word.Driver) ? Join(settings.Select(setting => (setting, Words.Of(setting.Key)))) with { Dialect = Dialect.Odbc } : null;

    /// <summary>The connections among settings whose names differ in their endings: <c>DB_SERVER</c>, <c>DB_ENCRYPT</c>, <c>DB_TRUST_SERVER_CERTIFICATE</c>.</summary>
    public static IEnumerable<Literal> Named(IEnumerable<Setting> settings) => Of(settings).Where(group => group.IsAboutTls && group.IsOurs).Select(Join);

    /// <summary>The groups that settings make by their names. A connector's class is that of all, as Debezium has it.</summary>
    public static IReadOnlyList<SettingGroup> Of(IEnumerable<Setting> settings)
    {
        var groups = new Dictionary<string, List<(Setting Setting, Word Word)>>();
        foreach (Setting setting in settings)
        {
            string name = Plain(setting.Key);
            (string ending, Word word) = Array.Find(Endings, ending => name.EndsWith(ending.Ending, StringComparison.Ordinal));
            if (ending is not null)
            {
                string prefix = name[..^ending.Length];
                (groups.TryGetValue(prefix, out List<(Setting, Word)>? group) ? group : groups[prefix] = []).Add((setting, word));
            }
        }

        IReadOnlyList<(Setting, Word)> connector = SettingGroup.Lent(
            groups.Where(group => group.Key.EndsWith("connector", StringComparison.Ordinal)).SelectMany(group => group.Value).Where(entry => SettingGroup.IsDriver(entry.Setting, entry.Word)));
        return [.. groups.Select(group => new SettingGroup(group.Key, group.Value)).Select(group => connector.Count > 0 ? group.Within(connector) : group)];
    }

    /// <summary>A connection of a group's settings.</summary>
    public static Literal Join(SettingGroup group) => Join(group.Entries.Where(entry => entry.Word is not (Word.Port or Word.Foreign))) with { Dialect = Dialect.Separate, IsOpen = true };

    /// <summary>A name in lower case, without what parts its words.</summary>
    public static string Plain(string key) => Separator().Replace(key, "").ToLowerInvariant();

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
}
