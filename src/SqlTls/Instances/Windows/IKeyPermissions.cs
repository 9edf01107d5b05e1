namespace SqlTls.Instances.Windows;

/// <summary>Who may read the file of a private key.</summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> (SQLTLS3211) where Windows refuses.</remarks>
public interface IKeyPermissions
{
    /// <summary>Do the file's own rules let this account read? False where there is no such file.</summary>
    /// <param name="keyFile">Full path.</param>
    /// <param name="account">An account's name, such as <c>NT SERVICE\MSSQLSERVER</c>.</param>
    bool MayRead(string keyFile, string account);

    /// <summary>Adds a rule that lets an account read; the others stay.</summary>
    /// <param name="keyFile">Full path.</param>
    /// <param name="account">An account's name.</param>
    void AllowRead(string keyFile, string account);

    /// <summary>Takes an account's right to read away; the others' stay. Nothing where it has none, or there is no such file.</summary>
    /// <param name="keyFile">Full path.</param>
    /// <param name="account">An account's name.</param>
    void RevokeRead(string keyFile, string account);
}
