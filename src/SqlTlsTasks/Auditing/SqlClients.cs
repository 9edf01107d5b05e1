using SqlTls.ConnectionStrings;

namespace SqlTlsTasks.Auditing;

/// <summary>Which SqlClient reads a project's connection strings, by the packages that were resolved for it.</summary>
internal static class SqlClients
{
    /// <summary>The driver; unknown where the project has both, or none.</summary>
    /// <param name="microsoft">Versions of Microsoft.Data.SqlClient, as resolved or as written (<c>[7.1.0, )</c>, <c>7.*</c>).</param>
    /// <param name="system">Versions of System.Data.SqlClient.</param>
    public static ClientDriver Of(string[] microsoft, string[] system) => (microsoft.Length > 0, system.Length > 0) switch
    {
        (true, false) => ClientDriver.MicrosoftData(VersionOf(microsoft[0])),
        (false, true) => ClientDriver.SystemData,
        _ => ClientDriver.Unknown,
    };

    private static Version? VersionOf(string text)
    {
        string digits = string.Concat(text.SkipWhile(character => !char.IsAsciiDigit(character)).TakeWhile(character => char.IsAsciiDigit(character) || character == '.')).TrimEnd('.');
        return Version.TryParse(digits.Contains('.', StringComparison.Ordinal) ? digits : $"{digits}.0", out Version? version) ? version : null;
    }
}
