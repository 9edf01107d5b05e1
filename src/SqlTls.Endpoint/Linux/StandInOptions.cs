using System.Net;

namespace SqlTls.Endpoint.Linux;

/// <summary>Where a stand-in server finds its settings and listens.</summary>
/// <param name="DataFolder">The folder that stands for <c>/var/opt/mssql</c>.</param>
public sealed record StandInOptions(string DataFolder)
{
    /// <summary>The folder that SQL Server on Linux uses; paths below it in <c>mssql.conf</c> lie in <see cref="DataFolder"/>.</summary>
    public const string SqlServersFolder = "/var/opt/mssql";

    /// <summary>Where it listens.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Its port, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The password of <c>sa</c>; null for a random one.</summary>
    public string? Password { get; init; }

    /// <summary>The version it plays: strict encryption is forced from 17 on alone.</summary>
    public Version ServerVersion { get; init; } = new(17, 0, 1000);

    /// <summary>Where to write the error log (<c>MSSQL_ERROR_LOG_FILE</c>), whatever the settings say; null where they say.</summary>
    public string? ErrorLogFile { get; init; }

    /// <summary>A file of authorities that stands for the system's own trust store: issuers are looked for there, and no longer in SQL Server's; null for those in SQL Server's.</summary>
    public string? SystemTrustFile { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => $"{DataFolder}, {Address}:{Port}";

    internal string Map(string path) => path.StartsWith(SqlServersFolder + "/", StringComparison.Ordinal)
        ? Path.Combine(DataFolder, path[(SqlServersFolder.Length + 1)..])
        : path;
}
