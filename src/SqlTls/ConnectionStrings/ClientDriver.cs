namespace SqlTls.ConnectionStrings;

/// <summary>The driver that will read a string; <paramref name="EncryptsByDefault"/> is null where that is not known.</summary>
/// <param name="Name">Its name, as people know it.</param>
/// <param name="Version">Its version, major and minor; null where it is not known.</param>
/// <param name="EncryptsByDefault">What it does when the string does not state encryption.</param>
public sealed record ClientDriver(string Name, Version? Version, bool? EncryptsByDefault)
{
    /// <summary>Nothing says which driver it is.</summary>
    public static ClientDriver Unknown { get; } = new("the driver", null, null);

    /// <summary>The project names clients of other databases alone.</summary>
    public static ClientDriver OtherDatabase { get; } = new("another database's client", null, null);

    /// <summary>System.Data.SqlClient: off unless stated.</summary>
    public static ClientDriver SystemData { get; } = new("System.Data.SqlClient", null, false);

    /// <summary>Microsoft.Data.SqlClient: on from 4.0.</summary>
    /// <param name="version">Its version, if known.</param>
    public static ClientDriver MicrosoftData(Version? version) => new("Microsoft.Data.SqlClient", version, From(version, new(4, 0)));

    /// <summary>The Microsoft JDBC driver: on from 10.2.</summary>
    /// <param name="version">Its version, if known.</param>
    public static ClientDriver Jdbc(Version? version) => new("the JDBC driver", version, From(version, new(10, 2)));

    /// <summary>The packages of Node: tedious encrypts by default from 6.0, mssql from 6.1.</summary>
    /// <param name="package"><c>tedious</c> or <c>mssql</c>.</param>
    /// <param name="version">Its version, if known.</param>
    public static ClientDriver Node(string package, Version? version) => new(package, version, From(version, package == "mssql" ? new(6, 1) : new(6, 0)));

    /// <summary>go-mssqldb: off unless stated.</summary>
    /// <param name="version">Its version, if known.</param>
    public static ClientDriver Go(Version? version) => new("go-mssqldb", version, false);

    internal bool IsSystemData => Name == SystemData.Name;

    internal bool IsGo => Name == "go-mssqldb";

    internal bool IsSqlClient => IsSystemData || Name == "Microsoft.Data.SqlClient";

    private static bool? From(Version? version, Version first) => version is null ? null : version >= first;
}
