namespace SqlTls.Instances.Windows;

/// <summary>Who may read the file of a private key.</summary>
/// <remarks>Every member throws <see cref="SqlTlsException"/> (SQLTLS3211) where Windows refuses.</remarks>
public interface IKeyPermissions
{
    /// <summary>The file's access rules in Windows' own words (SDDL); null where there is no such file.</summary>
    /// <param name="keyFile">Full path.</param>
    string? Read(string keyFile);

    /// <summary>Puts access rules back.</summary>
    /// <param name="keyFile">Full path.</param>
    /// <param name="rules">What <see cref="Read"/> gave.</param>
    void Write(string keyFile, string rules);

    /// <summary>Do the file's own rules let this account read?</summary>
    /// <param name="keyFile">Full path.</param>
    /// <param name="account">An account's name, such as <c>NT SERVICE\MSSQLSERVER</c>.</param>
    bool MayRead(string keyFile, string account);

    /// <summary>Adds a rule that lets an account read; the others stay.</summary>
    /// <param name="keyFile">Full path.</param>
    /// <param name="account">An account's name.</param>
    void AllowRead(string keyFile, string account);
}
