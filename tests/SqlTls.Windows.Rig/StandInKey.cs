namespace SqlTls.Windows.Rig;

/// <summary>
/// A key of the tests' own: by an instance's name a thumbprint that it cannot load, by its service's name the seconds that it takes to stop, and by
/// <see cref="Orders"/> and its name the port of what serves for it.
/// </summary>
internal static class StandInKey
{
    public const string Path = @"SOFTWARE\SqlTlsRig";
    public const string Orders = "Orders of ";
}
