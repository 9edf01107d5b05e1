namespace SqlTls.Instances.Windows;

/// <summary>What a Windows machine is made of, as far as a SQL Server's TLS goes.</summary>
/// <param name="Registry">Its registry.</param>
/// <param name="Services">Its services.</param>
/// <param name="Certificates">Its certificate stores.</param>
/// <param name="Permissions">Rights to its key files.</param>
public sealed record WindowsMachine(IRegistry Registry, IServices Services, IMachineCertificates Certificates, IKeyPermissions Permissions)
{
    /// <summary>The machine's own name, without a domain.</summary>
    public required string HostName { get; init; }

    /// <summary>The machine's DNS domain; empty without one.</summary>
    public string Domain { get; init; } = "";

    /// <summary>This process has an administrator's rights.</summary>
    public required bool IsAdministrator { get; init; }

    /// <summary>Full path of the folder for locks, in which administrators alone may write.</summary>
    public required string LockFolder { get; init; }

    /// <summary>A host's full name in the machine's domain.</summary>
    /// <param name="host">A host's name.</param>
    internal string FullName(string host) => Domain.Length == 0 || host.Contains('.', StringComparison.Ordinal) ? host : $"{host}.{Domain}";
}
