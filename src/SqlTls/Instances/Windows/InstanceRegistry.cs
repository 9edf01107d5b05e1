using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Windows;

/// <summary>Where an instance's settings stand in the registry: the one place that knows the names.</summary>
internal sealed class InstanceRegistry(IRegistry registry, RegistryBits bits, string id)
{
    public const string Root = @"SOFTWARE\Microsoft\Microsoft SQL Server";
    public const string CertificateName = "Certificate";
    private const string ForceEncryptionName = "ForceEncryption";

    // No public source of Microsoft's names it; two third parties write this name. That it works is proved after the restart.
    private const string ForceStrictName = "ForceStrict";

    private static readonly string[] PortNames = ["TcpPort", "TcpDynamicPorts"];

    private readonly RegistryPath _instance = new(bits, $@"{Root}\{id}");

    /// <summary>The values that are ours to change. HideInstance, ExtendedProtection and AcceptedSPNs beside them are not.</summary>
    public static IReadOnlyList<string> Names { get; } = [CertificateName, ForceEncryptionName, ForceStrictName];

    public RegistryPath Network => _instance.Below(@"MSSQLServer\SuperSocketNetLib");

    public bool Exists => registry.Values(Network).Count > 0 || registry.Keys(Network).Count > 0;

    public Version? Version => Text(_instance.Below("Setup"), "PatchLevel") is { } level && Version.TryParse(level, out Version? version) ? version : null;

    /// <summary>The virtual name of a failover cluster instance; null for any other.</summary>
    public string? ClusterName => Text(_instance.Below("Cluster"), "ClusterName");

    public bool HasAvailabilityGroups => Number(_instance.Below(@"MSSQLServer\HADR"), "HADR_Enabled") == 1;

    /// <summary>Full path of its error log: the -e among its start parameters.</summary>
    public string? ErrorLog
    {
        get
        {
            RegistryPath parameters = _instance.Below(@"MSSQLServer\Parameters");
            return registry.Values(parameters).Select(name => Text(parameters, name)).FirstOrDefault(text => text?.StartsWith("-e", StringComparison.Ordinal) == true)?[2..];
        }
    }

    /// <summary>What stands in the certificate's value beside hex digits, or how many of those there are; null where it is a thumbprint, or empty.</summary>
    public string? StrayCharacters => Text(Network, CertificateName) is not { } text || IsClean(text) ? null
        : text.Where(character => !char.IsAsciiHexDigit(character)).Distinct().ToArray() is { Length: > 0 } stray
            ? string.Join(", ", stray.Select(character => $"U+{(int)character:X4}"))
        : $"{text.Length} of them";

    /// <summary>The thumbprint has letters in upper case: SQL Server takes it, Configuration Manager does not show it.</summary>
    public bool IsUpperCase => Text(Network, CertificateName) is { } text && IsClean(text) && text.Any(char.IsAsciiLetterUpper);

    public TlsSettings Read() => new(
        // SQL Server takes it as it stands: one that only looks like a thumbprint names nothing (KB 2023869).
        Thumbprint: Text(Network, CertificateName) is { } text && IsClean(text) ? text.ToLowerInvariant() : null,
        ForceEncryption: Switch(ForceEncryptionName),
        ForceStrict: Switch(ForceStrictName));

    /// <summary>The values that differ once these settings are in force, by name. What is not set is left as it is.</summary>
    public static IReadOnlyDictionary<string, RegistryValue> ValuesOf(TlsSettings settings)
    {
        var values = new Dictionary<string, RegistryValue>(StringComparer.OrdinalIgnoreCase);
        if (settings.Thumbprint is { } thumbprint)
        {
            values[CertificateName] = RegistryValue.OfText(thumbprint);
        }

        foreach ((string name, bool? value) in new[] { (ForceEncryptionName, settings.ForceEncryption), (ForceStrictName, settings.ForceStrict) })
        {
            if (value is { } set)
            {
                values[name] = RegistryValue.OfNumber(set ? 1 : 0);
            }
        }

        return values;
    }

    /// <summary>TCP is switched on, whatever its port.</summary>
    public bool HasTcp => Number(Network.Below("Tcp"), "Enabled") != 0;

    /// <summary>Where it listens; null where TCP is off, or no port is known.</summary>
    public TcpEndpoint? Listens()
    {
        RegistryPath tcp = Network.Below("Tcp");
        if (!HasTcp)
        {
            return null;
        }

        return Number(tcp, "ListenOnAllIPs") == 0
            ? registry.Keys(tcp).Select(tcp.Below).Where(address => Number(address, "Enabled") == 1).Select(EndpointOf).OfType<TcpEndpoint>().FirstOrDefault()
            : EndpointOf(tcp.Below("IPAll")) is { } all ? all with { Address = null } : null;
    }

    // Several ports may stand there, parted by commas; a dynamic one, once chosen, is kept over restarts.
    private TcpEndpoint? EndpointOf(RegistryPath address) =>
        PortNames
            .SelectMany(name => (Text(address, name) ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Select(text => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536 ? port : 0)
            .Where(port => port > 0)
            .Select(port => new TcpEndpoint(Text(address, "IpAddress"), port))
            .FirstOrDefault();

    private static bool IsClean(string text) => text.Length == Thumbprint.Digits && text.All(char.IsAsciiHexDigit);

    private bool? Switch(string name) => Number(Network, name) is { } number ? number != 0 : null;

    private int? Number(RegistryPath key, string name) => registry.Read(key, name)?.Number;

    private string? Text(RegistryPath key, string name) => registry.Read(key, name)?.Data is { Length: > 0 } text ? text : null;
}
