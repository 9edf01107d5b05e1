namespace SqlTls.Instances.Windows;

/// <summary>A client network library whose encryption the registry can force.</summary>
/// <param name="Name">How people know it.</param>
/// <param name="Key">Its key below <c>MSSQLServer\Client</c>.</param>
public sealed record ClientLibrary(string Name, string Key)
{
    /// <summary>SQL Server Native Client 11.</summary>
    public static ClientLibrary NativeClient { get; } = new("SQL Server Native Client 11", "SNI11.0");

    /// <summary>OLE DB Driver 18 and 19.</summary>
    public static IReadOnlyList<ClientLibrary> OleDb { get; } = [new("OLE DB Driver 18", "SNI18.0"), new("OLE DB Driver 19", "SNI19.0")];
}
