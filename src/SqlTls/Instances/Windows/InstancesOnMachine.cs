namespace SqlTls.Instances.Windows;

/// <summary>Finds the SQL Servers of a machine.</summary>
public static class InstancesOnMachine
{
    private const string NamesKey = $@"{InstanceRegistry.Root}\Instance Names\SQL";

    /// <summary>All of them, ordered by name. Needs no administrator.</summary>
    /// <param name="machine">The machine.</param>
    /// <exception cref="SqlTlsException">SQLTLS3206: the registry refuses.</exception>
    public static IReadOnlyList<InstanceOnMachine> List(WindowsMachine machine) => List(machine, (_, refusal) => throw refusal);

    /// <summary>Those that can be read, ordered by name. Needs no administrator.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="skipped">Told the name of each that cannot be read, and why.</param>
    public static IReadOnlyList<InstanceOnMachine> List(WindowsMachine machine, Action<string, SqlTlsException> skipped)
    {
        // Setup of a 64-bit instance can leave its name in the 32-bit half too, without settings there.
        IEnumerable<InstanceOnMachine> all = new[] { RegistryBits.Bits64, RegistryBits.Bits32 }
            .SelectMany(bits => Named(machine, bits, skipped))
            .DistinctBy(instance => (instance.Name.ToUpperInvariant(), instance.Id.ToUpperInvariant()));
        return [.. all.OrderBy(instance => instance.Name, StringComparer.OrdinalIgnoreCase).ThenBy(instance => instance.Id, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The one that is meant.</summary>
    /// <param name="all">Those there are.</param>
    /// <param name="name">Its name or id, whatever the case; empty for the default instance, or the only one there is.</param>
    /// <exception cref="SqlTlsException">SQLTLS3202: there is none such. SQLTLS3203: several fit.</exception>
    public static InstanceOnMachine Choose(IReadOnlyList<InstanceOnMachine> all, string name)
    {
        InstanceOnMachine[] fitting = [.. all.Where(instance => Is(instance.Name, name) || Is(instance.Id, name))];
        if (name.Length == 0)
        {
            InstanceOnMachine[] standard = [.. all.Where(instance => Is(instance.Name, InstanceOnMachine.DefaultName))];
            fitting = standard.Length > 0 ? standard : [.. all];
        }

        return fitting switch
        {
            [var one] => one,
            [] when all.Count == 0 => throw new SqlTlsException(
                Failure.Surroundings, WindowsCodes.NoInstance, "No SQL Server is installed on this machine.", "Run this on the machine of the instance."),
            [] => throw new SqlTlsException(
                Failure.Input, WindowsCodes.NoInstance, $"There is no instance '{name}' on this machine; there are {List(all)}.", "Name one of them with --instance."),
            _ => throw new SqlTlsException(
                Failure.Input,
                WindowsCodes.SeveralInstances,
                name.Length == 0 ? $"Several instances are on this machine, and none was named: {List(all)}." : $"Several instances are called '{name}': {List(fitting)}.",
                name.Length == 0 ? "Name one of them with --instance." : "Name it by its id, which is the word in brackets."),
        };
    }

    private static IEnumerable<InstanceOnMachine> Named(WindowsMachine machine, RegistryBits bits, Action<string, SqlTlsException> skipped)
    {
        var names = new RegistryPath(bits, NamesKey);
        foreach (string name in machine.Registry.Values(names))
        {
            InstanceOnMachine? found = null;
            try
            {
                found = machine.Registry.Read(names, name)?.Data is { Length: > 0 } id ? Read(machine, bits, name, id) : null;
            }
            catch (SqlTlsException refusal)
            {
                skipped(name, refusal);
            }

            if (found is not null)
            {
                yield return found;
            }
        }
    }

    private static InstanceOnMachine? Read(WindowsMachine machine, RegistryBits bits, string name, string id)
    {
        string service = InstanceOnMachine.ServiceOf(name);
        return new InstanceRegistry(machine.Registry, bits, id) is { Exists: true } settings
            ? new InstanceOnMachine(name, id, bits, settings.Version, service, AccountOf(machine, service), settings.Listens()?.Port, settings.Read())
            : null;
    }

    private static string? AccountOf(WindowsMachine machine, string service) =>
        machine.Registry.Read(new RegistryPath(RegistryBits.Bits64, $@"SYSTEM\CurrentControlSet\Services\{service}"), "ObjectName")?.Data;

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string List(IEnumerable<InstanceOnMachine> instances) => string.Join(", ", instances.Select(instance => $"{instance.Name} ({instance.Id})"));
}
