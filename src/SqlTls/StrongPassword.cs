using System.Security.Cryptography;

namespace SqlTls;

/// <summary>Passwords for logins that are made here.</summary>
internal static class StrongPassword
{
    /// <summary>A new one that SQL Server's policy takes (upper case, lower case, digits and signs), without a sign that a shell or a connection string would read.</summary>
    public static string Make() => $"Aa1-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
}
