using SqlTls.Trust;

namespace SqlTls.Verification;

/// <summary>Which authorities a connector trusts: what .NET reads from the environment when a process starts. On Linux alone.</summary>
/// <param name="CertificateFile">For <c>SSL_CERT_FILE</c>; null leaves it.</param>
/// <param name="CertificateFolders">For <c>SSL_CERT_DIR</c>; null leaves it.</param>
internal sealed record ConnectorTrust(string? CertificateFile, string? CertificateFolders)
{
    /// <summary>What this machine trusts.</summary>
    public static ConnectorTrust System { get; } = new(null, null);

    /// <summary>What this machine trusts, and the certificates in a folder.</summary>
    public static ConnectorTrust With(string folder) =>
        new(null, StepVariables.OursFirst(folder, Environment.GetEnvironmentVariable("SSL_CERT_DIR")));

    /// <summary>The certificate in a folder's only file, and nothing else.</summary>
    public static ConnectorTrust Only(string folder, string file) => new(file, folder);
}
