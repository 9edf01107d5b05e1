namespace SqlTls.Instances.Windows;

/// <summary>Places of the machine as a snapshot names them, and what stood there.</summary>
internal static class MachineSnapshot
{
    public const string Present = "present";
    private const char Separator = '|';
    private const string Value = "value";
    private const string Certificate = "certificate";
    private const string Issuer = "issuer";
    private const string Permission = "permission";

    public static string ValuePlace(RegistryPath key, string name) => Place(Value, $"{key}{Separator}{name}");

    public static string CertificatePlace(string thumbprint) => Place(Certificate, thumbprint);

    public static string IssuerPlace(string thumbprint) => Place(Issuer, thumbprint);

    public static string PermissionPlace(string keyFile) => Place(Permission, keyFile);

    public static IEnumerable<(RegistryPath Key, string Name, RegistryValue? Value)> ValuesOf(Snapshot snapshot) =>
        Of(snapshot, Value).Select(entry =>
        {
            int end = entry.Place.LastIndexOf(Separator);
            return (RegistryPath.Parse(entry.Place[..end]), entry.Place[(end + 1)..], entry.Was is null ? null : RegistryValue.Parse(entry.Was));
        });

    /// <summary>Certificates that were not there.</summary>
    public static IEnumerable<string> CertificatesOf(Snapshot snapshot) => Added(snapshot, Certificate);

    /// <summary>Issuers that were not there.</summary>
    public static IEnumerable<string> IssuersOf(Snapshot snapshot) => Added(snapshot, Issuer);

    /// <summary>Key files that were there, with their rules.</summary>
    public static IEnumerable<(string KeyFile, string Rules)> PermissionsOf(Snapshot snapshot) =>
        Of(snapshot, Permission).Where(entry => entry.Was is not null).Select(entry => (entry.Place, entry.Was!));

    private static IEnumerable<string> Added(Snapshot snapshot, string kind) => Of(snapshot, kind).Where(entry => entry.Was is null).Select(entry => entry.Place);

    private static IEnumerable<(string Place, string? Was)> Of(Snapshot snapshot, string kind) => snapshot.Values
        .Where(entry => entry.Key.StartsWith(kind + Separator, StringComparison.Ordinal))
        .Select(entry => (entry.Key[(kind.Length + 1)..], entry.Value));

    private static string Place(string kind, string rest) => $"{kind}{Separator}{rest}";
}
