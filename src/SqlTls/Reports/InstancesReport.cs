using SqlTls.Instances.Windows;

namespace SqlTls.Reports;

/// <summary>What <c>instances --json</c> gives.</summary>
/// <param name="Schema">Version of this shape: 1.</param>
/// <param name="Instances">The SQL Servers of this machine, ordered by name.</param>
public sealed record InstancesReport(int Schema, IReadOnlyList<InstancesReport.Installed> Instances)
{
    /// <summary>The report of what is installed.</summary>
    /// <param name="instances">Those that were found.</param>
    public static InstancesReport Of(IEnumerable<InstanceOnMachine> instances) => new(1, [.. instances.Select(instance => new Installed(
        instance.Name,
        instance.Id,
        instance.Version?.ToString(),
        instance.Service,
        instance.Account,
        instance.Port,
        instance.Settings.ForceEncryption == true,
        instance.Settings.ForceStrict == true,
        instance.Settings.Thumbprint))]);

    /// <summary>A SQL Server.</summary>
    /// <param name="Name">Its name; MSSQLSERVER for the default instance.</param>
    /// <param name="Id">Its id, such as <c>MSSQL16.SQLEXPRESS</c>.</param>
    /// <param name="Version">Its version; null where it is not known.</param>
    /// <param name="Service">Its service's name.</param>
    /// <param name="Account">The account that the service runs as; null where there is no such service.</param>
    /// <param name="Port">Its TCP port; null where it does not listen on TCP.</param>
    /// <param name="ForceEncryption">It refuses clients that do not encrypt.</param>
    /// <param name="ForceStrict">It takes TDS 8.0 alone.</param>
    /// <param name="Thumbprint">The certificate set for it; null where none is.</param>
    public sealed record Installed(
        string Name,
        string Id,
        string? Version,
        string Service,
        string? Account,
        int? Port,
        bool ForceEncryption,
        bool ForceStrict,
        string? Thumbprint);
}
