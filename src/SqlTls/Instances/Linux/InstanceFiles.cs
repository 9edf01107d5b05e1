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

    private (HostFile? File, bool IsKnown) _conf;

    public static MssqlConf Parse(HostFile? file) => file is null ? MssqlConf.Empty : MssqlConf.Parse(file.Content.Span);

    /// <summary>The settings file as it is now; null where there is none.</summary>
    public async Task<HostFile?> ReadConfAsync(CancellationToken cancellationToken)
    {
        _conf = (await host.ReadAsync(ConfSettings.Path, SmallFile, cancellationToken), true);
        return _conf.File;
    }

    /// <summary>The settings file as it was last read or written here: what is written is made from what was journaled, and an engine takes its time for each file.</summary>
    public Task<HostFile?> KnownConfAsync(CancellationToken cancellationToken) => _conf.IsKnown ? Task.FromResult(_conf.File) : ReadConfAsync(cancellationToken);

    /// <summary>Writes files, the settings file last.</summary>
    public async Task WriteAsync(IEnumerable<HostFile> files, HostFile conf, CancellationToken cancellationToken)
    {
        ForgetConf();
        await host.WriteAsync([.. files, conf], cancellationToken);
        _conf = (conf, true);
    }

    /// <summary>The settings file may be another one: the server writes it when it starts.</summary>
    public void ForgetConf() => _conf = default;

    /// <summary>Where the error log is: a variable goes before the settings file.</summary>
    public string LogPath(MssqlConf conf) => host.ErrorLogFile ?? ConfSettings.ErrorLog(conf);

    /// <summary>The beginning of the error log: the server's version, and what tells one start from another.</summary>
    public Task<ErrorLog> LogHeadAsync(MssqlConf conf, CancellationToken cancellationToken) => LogAsync(conf, HeadLimit, cancellationToken);

    /// <summary>The error log, as far as a start goes.</summary>
    public Task<ErrorLog> LogAsync(MssqlConf conf, CancellationToken cancellationToken) => LogAsync(conf, SmallFile, cancellationToken);

    /// <summary>The certificate that the settings name; null where there is none, or it cannot be read.</summary>
    public async Task<InstalledCertificate?> CertificateAsync(TlsSettings settings, CancellationToken cancellationToken)
    {
        if (settings.CertificateFile is not { } path)
        {
            return null;
        }

        Task<HostFile?> authorityFile = TlsFiles.Of(path) is { } ours ? host.ReadAsync(ours.Authority, SmallFile, cancellationToken) : Task.FromResult<HostFile?>(null);
        if (await host.ReadAsync(path, SmallFile, cancellationToken) is not { } file)
        {
            return null;
        }

        X509Certificate2Collection chain = Certificates(file);
        X509Certificate2? authority = await authorityFile is { } kept
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
