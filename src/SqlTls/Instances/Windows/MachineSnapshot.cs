namespace SqlTls.Instances.Windows;

/// <summary>Places of the machine as a snapshot names them, and what stood there.</summary>
internal static class MachineSnapshot
{
    private const string Present = "present";
    private const char Separator = '|';
    private const string Value = "value";
    private const string Certificate = "certificate";
    private const string Key = "key";
    private const string Issuer = "issuer";
    private const string Permission = "permission";

    public static string ValuePlace(RegistryPath key, string name) => Place(Value, $"{key}{Separator}{name}");

    public static string CertificatePlace(string thumbprint) => Place(Certificate, thumbprint);

    public static string KeyPlace(string thumbprint) => Place(Key, thumbprint);

    public static string IssuerPlace(string thumbprint) => Place(Issuer, thumbprint);

    public static string PermissionPlace(string keyFile) => Place(Permission, keyFile);

    public static IEnumerable<(RegistryPath Key, string Name, RegistryValue? Value)> ValuesOf(Snapshot snapshot) =>
        Of(snapshot, Value).Select(entry => ValueOf(entry.Place, entry.Was));

    /// <summary>What a snapshot holds of something that is there, or is not.</summary>
    public static string? Presence(bool there) => there ? Present : null;

    /// <summary>Certificates that were not there.</summary>
    public static IEnumerable<string> CertificatesAddedSince(Snapshot snapshot) => Absent(snapshot, Certificate);

    /// <summary>Certificates that were there without their private key.</summary>
    public static IEnumerable<string> KeysAddedSince(Snapshot snapshot) => Absent(snapshot, Key);

    /// <summary>Issuers that were not there.</summary>
    public static IEnumerable<string> IssuersAddedSince(Snapshot snapshot) => Absent(snapshot, Issuer);

    /// <summary>Key files that the service itself had no right to read.</summary>
    public static IEnumerable<string> PermissionsAddedSince(Snapshot snapshot) => Absent(snapshot, Permission);

    private static (RegistryPath Key, string Name, RegistryValue? Value) ValueOf(string place, string? was)
    {
        try
        {
            int end = place.LastIndexOf(Separator);
            return (RegistryPath.Parse(place[..end]), place[(end + 1)..], was is null ? null : RegistryValue.Parse(was));
        }
        catch (ArgumentException exception)
        {
            throw Snapshot.Unreadable(exception);
        }
    }

    private static IEnumerable<string> Absent(Snapshot snapshot, string kind) => Of(snapshot, kind).Where(entry => entry.Was is null).Select(entry => entry.Place);

    private static IEnumerable<(string Place, string? Was)> Of(Snapshot snapshot, string kind) => snapshot.Values
        .Where(entry => entry.Key.StartsWith(kind + Separator, StringComparison.Ordinal))
        .Select(entry => (entry.Key[(kind.Length + 1)..], entry.Value));

    private static string Place(string kind, string rest) => $"{kind}{Separator}{rest}";
}
