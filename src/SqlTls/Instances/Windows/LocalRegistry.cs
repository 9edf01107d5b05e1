using System.Globalization;
using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;

namespace SqlTls.Instances.Windows;

/// <summary>HKEY_LOCAL_MACHINE of this machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class LocalRegistry : IRegistry
{
    public IReadOnlyList<string> Keys(RegistryPath key) => Guard(key, () =>
    {
        using RegistryKey? open = Open(key, writable: false);
        return open?.GetSubKeyNames() ?? [];
    });

    public IReadOnlyList<string> Values(RegistryPath key) => Guard(key, () =>
    {
        using RegistryKey? open = Open(key, writable: false);
        return open?.GetValueNames() ?? [];
    });

    public RegistryValue? Read(RegistryPath key, string name) => Guard(key, () =>
    {
        using RegistryKey? open = Open(key, writable: false);
        return open?.GetValue(name, null, RegistryValueOptions.DoNotExpandEnvironmentNames) is { } data
            ? ValueOf(open.GetValueKind(name), data)
            : null;
    });

    public void Write(RegistryPath key, string name, RegistryValue? value) => Guard(key, () =>
    {
        if (value is null)
        {
            Delete(key, name);
            return true;
        }

        using RegistryKey root = Root(key);
        using RegistryKey open = root.CreateSubKey(key.Path, writable: true);
        open.SetValue(name, DataOf(value), value.Kind == RegistryKind.None ? RegistryValueKind.None : (RegistryValueKind)value.Kind);
        return true;
    });

    public void DemandWrite(RegistryPath key) => Guard(key, () =>
    {
        using RegistryKey? open = Open(key, writable: true);
        return open is not null;
    });

    private static RegistryKey Root(RegistryPath key) =>
        RegistryKey.OpenBaseKey(RegistryHive.LocalMachine, key.Bits == RegistryBits.Bits64 ? RegistryView.Registry64 : RegistryView.Registry32);

    private static RegistryKey? Open(RegistryPath key, bool writable)
    {
        using RegistryKey root = Root(key);
        return root.OpenSubKey(key.Path, writable);
    }

    private static void Delete(RegistryPath key, string name)
    {
        using (RegistryKey? open = Open(key, writable: true))
        {
            open?.DeleteValue(name, throwOnMissingValue: false);
        }

        // A key of ours goes with its last value, and the one above it with its last key.
        for (string path = key.Path; path.StartsWith(InstanceJournal.Root, StringComparison.OrdinalIgnoreCase); path = path[..path.LastIndexOf('\\')])
        {
            using RegistryKey? open = Open(key with { Path = path }, writable: false);
            if (open is not { SubKeyCount: 0, ValueCount: 0 })
            {
                return;
            }

            using RegistryKey root = Root(key);
            root.DeleteSubKey(path, throwOnMissingSubKey: false);
        }
    }

    private static RegistryValue ValueOf(RegistryValueKind kind, object data) => new(kind == RegistryValueKind.None ? RegistryKind.None : (RegistryKind)kind, data switch
    {
        string text => text,
        string[] texts => string.Join('\0', texts),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    });

    private static object DataOf(RegistryValue value) => value.Kind switch
    {
        RegistryKind.Text or RegistryKind.ExpandableText => value.Data,
        RegistryKind.Number => int.Parse(value.Data, CultureInfo.InvariantCulture),
        RegistryKind.LongNumber => long.Parse(value.Data, CultureInfo.InvariantCulture),
        RegistryKind.Texts => value.Data.Split('\0', StringSplitOptions.RemoveEmptyEntries),
        _ => Convert.FromBase64String(value.Data),
    };

    private static T Guard<T>(RegistryPath key, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is SecurityException or UnauthorizedAccessException or IOException)
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.RegistryRefused,
                $"The registry key {key} cannot be used: {exception.Message.TrimEnd('.')}.",
                "Run it as an administrator, and look at the key's permissions in regedit.",
                exception);
        }
    }
}
