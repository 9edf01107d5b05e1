namespace SqlTls.ConnectionStrings;

/// <summary>What to audit.</summary>
/// <param name="Paths">Full paths of files and folders. A file is read whatever its kind.</param>
/// <param name="BaseFolder">A full path; findings name files relative to it.</param>
/// <param name="Driver">The SqlClient that reads ADO.NET strings, where the caller knows it; null lets the nearest project file say it.</param>
public sealed record AuditOptions(IReadOnlyList<string> Paths, string BaseFolder, ClientDriver? Driver = null);
