namespace SqlTls.ConnectionStrings;

/// <summary>The driver that will read a string; <paramref name="EncryptsByDefault"/> is null where that is not known.</summary>
/// <param name="Name">Its name, as people know it.</param>
/// <param name="Version">Its version; null where it is not known.</param>
/// <param name="EncryptsByDefault">What it does when the string does not state encryption.</param>
public sealed record ClientDriver(string Name, Version? Version, bool? EncryptsByDefault)
{
    /// <summary>Nothing says which driver it is.</summary>
    public static ClientDriver Unknown { get; } = new("the driver", null, null);

    /// <summary>System.Data.SqlClient: off unless stated.</summary>
    public static ClientDriver SystemData { get; } = new("System.Data.SqlClient", null, false);

    /// <summary>Microsoft.Data.SqlClient: on from 4.0.</summary>
    /// <param name="version">Its version, if known.</param>
    public static ClientDriver MicrosoftData(Version? version) =>
        new("Microsoft.Data.SqlClient", version, version is null ? null : version.Major >= 4);

    internal bool IsSystemData => Name == SystemData.Name;
}
