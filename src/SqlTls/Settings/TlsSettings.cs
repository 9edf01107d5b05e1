namespace SqlTls.Settings;

/// <summary>The TLS settings of an instance. Null means not set: the server does what it does by default.</summary>
/// <param name="CertificateFile">The certificate's file as the server sees it; Linux.</param>
/// <param name="KeyFile">The private key's file as the server sees it; Linux.</param>
/// <param name="Thumbprint">The certificate's thumbprint, 40 hex digits, lower case; Windows.</param>
/// <param name="ForceEncryption">The server refuses clients that do not encrypt.</param>
/// <param name="ForceStrict">The server takes TDS 8.0 alone (SQL Server 2025 and later on Linux, 2022 and later on Windows).</param>
/// <param name="Protocols">Versions of TLS, such as <c>1.2,1.3</c>; Linux.</param>
/// <param name="Ciphers">An OpenSSL cipher list; Linux.</param>
public sealed record TlsSettings(
    string? CertificateFile = null,
    string? KeyFile = null,
    string? Thumbprint = null,
    bool? ForceEncryption = null,
    bool? ForceStrict = null,
    string? Protocols = null,
    string? Ciphers = null)
{
    /// <summary>Nothing is set.</summary>
    public static TlsSettings None { get; } = new();
}
