using SqlTls.ConnectionStrings;

namespace SqlTls.Audit.Readers;

/// <summary>An object, a list or a mapping of settings, while it is read. What of a connection stands in an object of its own belongs to the one around it.</summary>
internal sealed class SettingScope
{
    // { "dialect": …, "dialectOptions": { "options": { "encrypt": … } } }
    private const int Deepest = 2;

    private readonly List<Setting> _settings = [];
    private readonly List<(SettingGroup Group, int Depth)> _inner = [];

    /// <summary>Takes a setting.</summary>
    public void Add(Setting setting) => _settings.Add(setting);

    /// <summary>It is read to its end.</summary>
    /// <param name="around">What it stands in; null where that is the file.</param>
    /// <returns>The connections that are known now; what may still find its server goes to the one around.</returns>
    public IEnumerable<Literal> Close(SettingScope? around)
    {
        if (around is not null && AsOne() is { } setting)
        {
            around.Add(setting);
            return [];
        }

        SettingGroup[] groups = [.. SettingGroups.Of(_settings)];
        IReadOnlyList<(Setting, Word)> own = SettingGroup.Lent(Array.Find(groups, group => group.Prefix.Length == 0)?.Entries ?? []);
        IEnumerable<(SettingGroup Group, int Depth)> told = groups.Where(group => group.IsAboutTls).Select(group => (group, 0))
            .Concat(_inner.Select(inner => (inner.Group.Within(own), inner.Depth)));
        var known = new List<Literal>();
        foreach ((SettingGroup group, int depth) in told)
        {
            if (around is not null && depth < Deepest && !group.IsWhole)
            {
                around._inner.Add((group, depth + 1));
            }
            else if (group.IsOurs)
            {
                known.Add(SettingGroups.Join(group));
            }
        }

        return known;
    }

    // { "name": "DB_ENCRYPT", "value": "false" }, as containers are given their variables.
    private Setting? AsOne()
    {
        Setting? Called(string key) => _settings.Find(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        return _settings.Count == 2 && Called("name") is { Offsets.Length: > 0 } name && Called("value") is { } value ? new(name.Value, name.Offsets[0], value.Value, value.Offsets) : null;
    }
}
