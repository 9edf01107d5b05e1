namespace SqlTls;

/// <summary>The environment variables that secrets come from, since an argument is seen by every process of the machine.</summary>
public static class SecretVariables
{
    /// <summary>The password of the SQL login.</summary>
    public const string Password = "SQLTLS_PASSWORD";

    /// <summary>The same under the name that SQL Server's image gives it.</summary>
    public const string ServerPassword = "MSSQL_SA_PASSWORD";

    /// <summary>The password of a PFX or of an encrypted private key.</summary>
    public const string CertificatePassword = "SQLTLS_CERTIFICATE_PASSWORD";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Password, ServerPassword, CertificatePassword];

    /// <summary>The login's password: ours goes before the image's. Null where neither is set, or both are empty.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static string? FindPassword(Func<string, string?> variable) => FindPasswordVariable(variable) is { } name ? variable(name) : null;

    /// <summary>The variable that holds the login's password: ours goes before the image's. Null where neither is set, or both are empty.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static string? FindPasswordVariable(Func<string, string?> variable) =>
        Array.Find([Password, ServerPassword], name => !string.IsNullOrEmpty(variable(name)));

    /// <summary>Keeps them from a program that is about to be started: it does not need them, and whoever may look at its environment would see them there.</summary>
    /// <param name="environment">Of that program.</param>
    public static void RemoveFrom(IDictionary<string, string?> environment)
    {
        foreach (string name in Names)
        {
            _ = environment.Remove(name);
        }
    }
}
