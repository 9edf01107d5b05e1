using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>What stands in the files of an instance: settings, certificates, error log.</summary>
/// <param name="host">Where they are.</param>
internal sealed class InstanceFiles(ILinuxHost host)
{
    private const int SmallFile = 1 << 20;
    private const int HeadLimit = 1 << 10;

    public static MssqlConf Parse(HostFile? file) => file is null ? MssqlConf.Empty : MssqlConf.Parse(file.Content.Span);

    public Task<HostFile?> ConfFileAsync(CancellationToken cancellationToken) => host.ReadAsync(ConfSettings.Path, SmallFile, cancellationToken);

    public async Task<MssqlConf> ConfAsync(CancellationToken cancellationToken) => Parse(await ConfFileAsync(cancellationToken));

    /// <summary>Where the error log is: a variable goes before the settings file.</summary>
    public string LogPath(MssqlConf conf) => host.ErrorLogFile ?? ConfSettings.ErrorLog(conf);

    /// <summary>The beginning of the error log: the server's version, and what tells one start from another.</summary>
    public Task<ErrorLog> LogHeadAsync(MssqlConf conf, CancellationToken cancellationToken) => LogAsync(conf, HeadLimit, cancellationToken);

    /// <summary>The error log, as far as a start goes.</summary>
    public Task<ErrorLog> LogAsync(MssqlConf conf, CancellationToken cancellationToken) => LogAsync(conf, SmallFile, cancellationToken);

    /// <summary>The certificate that the settings name; null where there is none, or it cannot be read.</summary>
    public async Task<InstalledCertificate?> CertificateAsync(TlsSettings settings, CancellationToken cancellationToken)
    {
        if (settings.CertificateFile is null || await host.ReadAsync(settings.CertificateFile, SmallFile, cancellationToken) is not { } file)
        {
            return null;
        }

        X509Certificate2Collection chain = Certificates(file);
        string? authorityPath = TlsFiles.Of(settings.CertificateFile)?.Authority;
        X509Certificate2? authority = authorityPath is not null && await host.ReadAsync(authorityPath, SmallFile, cancellationToken) is { } kept
            ? Certificates(kept).FirstOrDefault()
            : chain.FirstOrDefault(IssuerChain.IsSelfIssued);
        return chain.Count == 0 ? null : new InstalledCertificate(chain[0], [.. chain.Skip(1).Where(each => !each.Equals(authority))], authority, CertificateDescription.Of(chain[0]));
    }

    private async Task<ErrorLog> LogAsync(MssqlConf conf, int limit, CancellationToken cancellationToken) =>
        await host.ReadAsync(LogPath(conf), limit, cancellationToken) is { } file ? ErrorLog.Parse(file.Content.Span) : ErrorLog.Parse("");

    private static X509Certificate2Collection Certificates(HostFile file)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(Encoding.Latin1.GetString(file.Content.Span));
        }
        catch (CryptographicException)
        {
            // What is no certificate is replaced by one.
            certificates.Clear();
        }

        return certificates;
    }
}
