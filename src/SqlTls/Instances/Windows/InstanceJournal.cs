namespace SqlTls.Instances.Windows;

/// <summary>
/// What is kept with an instance over runs: in the registry, where administrators alone write. A file under ProgramData could be prepared by anybody.
/// </summary>
internal sealed class InstanceJournal(IRegistry registry, string id)
{
    public const string Root = @"SOFTWARE\SqlTls";
    private const string JournalName = "Journal";
    private const string StoppedName = "StoppedServices";

    private readonly RegistryPath _key = new(RegistryBits.Bits64, $@"{Root}\{id}");

    public string? Text
    {
        get => registry.Read(_key, JournalName)?.Data;
        set => registry.Write(_key, JournalName, value is null ? null : RegistryValue.OfText(value));
    }

    /// <summary>Services that were stopped for a restart that is not over, in the order in which they were stopped.</summary>
    public IReadOnlyList<string> Stopped
    {
        get => registry.Read(_key, StoppedName)?.Data.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];
        set => registry.Write(_key, StoppedName, value.Count == 0 ? null : new RegistryValue(RegistryKind.Texts, string.Join('\0', value)));
    }
}
