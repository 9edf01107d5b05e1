namespace SqlTls.Instances.Windows;

/// <summary>
/// The client's side of the procedure: "Force protocol encryption" and "Trust Server Certificate" of the client libraries, for 64-bit and 32-bit
/// programs (docs: connect/oledb/features/registry-settings.md). Flags are found by their label: their order is not the same everywhere.
/// </summary>
public static class ClientEncryption
{
    private const string Root = @"SOFTWARE\Microsoft\MSSQLServer\Client";
    private const string ForceLabel = "Force protocol encryption";
    private const string TrustLabel = "Trust Server Certificate";
    private const string LabelName = "Label";
    private const string ValueName = "Value";
    private static readonly RegistryPath Journal = new(RegistryBits.Bits64, $@"{InstanceJournal.Root}\Client");

    /// <summary>Makes the libraries encrypt and validate, or puts back what they did before.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="libraries">Which ones.</param>
    /// <param name="on">Force encryption; a library that asks for strict keeps that. False undoes it, and leaves what was not switched on here.</param>
    /// <param name="isDryRun">Change nothing: only tell what would be.</param>
    /// <param name="isForced">Also switch off what was not switched on here.</param>
    /// <returns>Every flag that was found, with the value that it has from now on.</returns>
    /// <exception cref="SqlTlsException">SQLTLS3204: no administrator. SQLTLS3215: none of them is installed. SQLTLS3206: the registry refuses.</exception>
    public static IReadOnlyList<ClientFlag> Force(WindowsMachine machine, IEnumerable<ClientLibrary> libraries, bool on, bool isDryRun = false, bool isForced = false)
    {
        ClientLibrary[] asked = [.. libraries];
        Flag[] flags = [.. asked.SelectMany(library => FlagsOf(machine.Registry, library))];
        Refuse(machine, asked, flags);
        (Flag Flag, int Now)[] changes = [.. flags.Select(flag => (flag, on ? Raised(flag) : Lowered(machine.Registry, flag, isForced)))];
        HashSet<Flag> left = [.. changes.Where(change => !on && change.Now > 0 && change.Flag.IsForce && Noted(machine.Registry, change.Flag) is null).Select(change => change.Flag)];
        if (!isDryRun)
        {
            Write(machine.Registry, flags, changes, on);
        }

        return [.. changes.Select(change => new ClientFlag(change.Flag.Library, change.Flag.Key.Bits, change.Flag.Label, change.Flag.Value, change.Now) { IsLeft = left.Contains(change.Flag) })];
    }

    /// <summary>The setting of older tools that makes Microsoft.Data.SqlClient 5.2 and later encrypt although a connection string says optional; null where it is not set.</summary>
    /// <param name="registry">The machine's registry.</param>
    public static Finding? RaisesSqlClient(IRegistry registry)
    {
        RegistryBits[] raised = [.. new[] { RegistryBits.Bits64, RegistryBits.Bits32 }.Where(bits => registry.Read(new RegistryPath(bits, $@"{Root}\SuperSocketNetLib"), "Encrypt")?.Number == 1)];
        return raised.Length == 0 ? null : new Finding(
            WindowsCodes.ClientRaised,
            Severity.Note,
            $"This machine's registry makes SqlClient {(raised is [var one] ? $"of {(one == RegistryBits.Bits64 ? "64" : "32")}-bit programs " : "")}encrypt where a connection string says Encrypt=Optional (HKLM\\{Root}\\SuperSocketNetLib, Encrypt=1): on another machine the same string may not.",
            "Say Encrypt=Mandatory in the connection string.");
    }

    private static void Refuse(WindowsMachine machine, ClientLibrary[] asked, Flag[] flags)
    {
        if (!machine.IsAdministrator)
        {
            throw new SqlTlsException(
                Failure.Surroundings, WindowsCodes.NotAdministrator, "The settings of client libraries belong to administrators, and this process has not their rights.", "Run it in a terminal that was opened with 'Run as administrator'.");
        }

        if (!flags.Any(flag => flag.IsForce))
        {
            throw new SqlTlsException(
                Failure.Surroundings,
                WindowsCodes.NoClientDriver,
                $"None of these is installed, or none has the flag '{ForceLabel}': {string.Join(", ", asked.Select(library => library.Name))}.",
                "Install the driver first; ODBC, JDBC and SqlClient take encryption from their connection strings.");
        }

        foreach (Flag flag in flags)
        {
            machine.Registry.DemandWrite(flag.Key);
        }
    }

    private static void Write(IRegistry registry, Flag[] flags, (Flag Flag, int Now)[] changes, bool on)
    {
        if (on)
        {
            // Before the first change, and never over what an earlier call noted: that is how things were.
            foreach (Flag flag in flags.Where(flag => Noted(registry, flag) is null))
            {
                registry.Write(Journal, flag.Place, RegistryValue.OfNumber(flag.Value));
            }
        }

        foreach ((Flag flag, int now) in changes.Where(change => change.Now != change.Flag.Value))
        {
            registry.Write(flag.Key, ValueName, new RegistryValue(flag.Kind, RegistryValue.OfNumber(now).Data));
        }

        foreach (Flag flag in on ? [] : flags)
        {
            if (Noted(registry, flag) is not null)
            {
                registry.Write(Journal, flag.Place, null);
            }
        }
    }

    private static IEnumerable<Flag> FlagsOf(IRegistry registry, ClientLibrary library) =>
        from bits in new[] { RegistryBits.Bits64, RegistryBits.Bits32 }
        let general = new RegistryPath(bits, $@"{Root}\{library.Key}\GeneralFlags")
        from name in registry.Keys(general)
        let key = general.Below(name)
        let label = registry.Read(key, LabelName)?.Data.Trim() ?? ""
        where Is(label, ForceLabel) || Is(label, TrustLabel)
        let value = registry.Read(key, ValueName)
        select new Flag(library.Name, key, label, value?.Kind ?? RegistryKind.Number, value?.Number ?? 0);

    private static int Raised(Flag flag) => flag.IsForce ? Math.Max(1, flag.Value) : 0;

    // What nobody noted is not ours: an administrator set it, or the driver's installation.
    private static int Lowered(IRegistry registry, Flag flag, bool isForced) => Noted(registry, flag) ?? (flag.IsForce && isForced ? 0 : flag.Value);

    private static int? Noted(IRegistry registry, Flag flag) => registry.Read(Journal, flag.Place)?.Number;

    private static bool Is(string label, string wanted) => string.Equals(label, wanted, StringComparison.OrdinalIgnoreCase);

    private sealed record Flag(string Library, RegistryPath Key, string Label, RegistryKind Kind, int Value)
    {
        public bool IsForce => Is(Label, ForceLabel);

        public string Place => Key.ToString();
    }
}
