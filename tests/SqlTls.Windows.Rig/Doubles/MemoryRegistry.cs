using SqlTls.Instances.Windows;

namespace SqlTls.Windows.Rig.Doubles;

/// <summary>A registry in memory: two halves, names without case, and keys without rights.</summary>
internal sealed class MemoryRegistry : IRegistry
{
    private readonly Dictionary<RegistryPath, SortedDictionary<string, RegistryValue>> _keys = new(PathComparer.Instance);

    /// <summary>Keys that refuse to be written.</summary>
    public HashSet<string> ReadOnly { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys that refuse to be read.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Everything in it, for a comparison of before and after.</summary>
    public IReadOnlyList<string> Everything =>
        [.. _keys.SelectMany(key => key.Value.Select(value => $"{key.Key}|{value.Key}={value.Value}")).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Keys(RegistryPath key) =>
    [
        .. _keys.Keys
            .Where(known => known.Bits == key.Bits && known.Path.StartsWith(key.Path + @"\", StringComparison.OrdinalIgnoreCase))
            .Select(known => known.Path[(key.Path.Length + 1)..].Split('\\')[0])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase),
    ];

    public IReadOnlyList<string> Values(RegistryPath key) => Hidden.Contains(key.Path) ? throw Refused(key) : _keys.TryGetValue(key, out SortedDictionary<string, RegistryValue>? values) ? [.. values.Keys] : [];

    public RegistryValue? Read(RegistryPath key, string name) => _keys.GetValueOrDefault(key)?.GetValueOrDefault(name);

    public void Write(RegistryPath key, string name, RegistryValue? value)
    {
        DemandWrite(key);
        if (value is not null)
        {
            if (!_keys.TryGetValue(key, out SortedDictionary<string, RegistryValue>? values))
            {
                _keys[key] = values = new(StringComparer.OrdinalIgnoreCase);
            }

            values[name] = value;
        }
        else if (_keys.TryGetValue(key, out SortedDictionary<string, RegistryValue>? values))
        {
            _ = values.Remove(name);
        }
    }

    public void DemandWrite(RegistryPath key)
    {
        if (ReadOnly.Contains(key.Path))
        {
            throw Refused(key);
        }
    }

    private static SqlTlsException Refused(RegistryPath key) =>
        new(Failure.Surroundings, WindowsCodes.RegistryRefused, $"The registry key {key} cannot be used: access denied.", "Be somebody else.");

    private sealed class PathComparer : IEqualityComparer<RegistryPath>
    {
        public static PathComparer Instance { get; } = new();

        public bool Equals(RegistryPath? x, RegistryPath? y) => x?.Bits == y?.Bits && string.Equals(x?.Path, y?.Path, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode(RegistryPath obj) => HashCode.Combine(obj.Bits, obj.Path.ToUpperInvariant());
    }
}
