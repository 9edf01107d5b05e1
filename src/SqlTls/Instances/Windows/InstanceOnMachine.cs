using SqlTls.Settings;

namespace SqlTls.Instances.Windows;

/// <summary>A SQL Server that is installed on this machine.</summary>
/// <param name="Name">Its name; MSSQLSERVER for the default instance.</param>
/// <param name="Id">Its id, such as <c>MSSQL16.SQLEXPRESS</c>.</param>
/// <param name="Bits">In which half of the registry it stands.</param>
/// <param name="Version">Its version; null where it is not known.</param>
/// <param name="Service">Its service's name.</param>
/// <param name="Account">The account that the service runs as; null where there is no such service.</param>
/// <param name="Port">Its TCP port; null where it does not listen on TCP, or the port is not known.</param>
/// <param name="Settings">Its TLS settings.</param>
public sealed record InstanceOnMachine(
    string Name,
    string Id,
    RegistryBits Bits,
    Version? Version,
    string Service,
    string? Account,
    int? Port,
    TlsSettings Settings)
{
    /// <summary>The name of the default instance.</summary>
    public const string DefaultName = "MSSQLSERVER";

    /// <summary>The account that stands for the service itself: whoever the service runs as, it holds this right.</summary>
    public string ServiceIdentity => $@"NT SERVICE\{Service}";

    /// <summary>The name of an instance's service.</summary>
    /// <param name="name">The instance's name.</param>
    internal static string ServiceOf(string name) =>
        string.Equals(name, DefaultName, StringComparison.OrdinalIgnoreCase) ? DefaultName : $"MSSQL${name}";
}
