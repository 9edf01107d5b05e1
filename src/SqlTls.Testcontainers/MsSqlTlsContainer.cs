using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using Testcontainers.MsSql;

namespace SqlTls.Testcontainers;

/// <summary>A container of SQL Server that has TLS from its first start, with a certificate and an authority of its own.</summary>
public sealed class MsSqlTlsContainer : IAsyncDisposable
{
    private readonly ServerCertificate _certificate;
    private readonly bool _strict;
    private readonly DirectoryInfo _folder = TemporaryFiles.CreateFolder("testcontainers");
    private bool _disposed;

    internal MsSqlTlsContainer(MsSqlContainer container, ServerCertificate certificate, bool strict)
    {
        Container = container;
        Certificate = X509CertificateLoader.LoadCertificate(certificate.Leaf.RawDataMemory.Span);
        _certificate = certificate;
        _strict = strict;
        CertificateFile = Path.Combine(_folder.FullName, OutputFiles.Certificate);
        AuthorityFile = Path.Combine(_folder.FullName, OutputFiles.Authority);
        File.WriteAllText(CertificateFile, certificate.CertificatePem());
        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem() + "\n");
    }

    /// <summary>The container, for all that has nothing to do with TLS: ports, logs, scripts. Its own connection string validates nothing.</summary>
    public MsSqlContainer Container { get; }

    /// <summary>What the server presents, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Who issued it: what other clients must trust. It can vouch for this server's names and nothing else.</summary>
    public X509Certificate2 Authority => _certificate.Authority!;

    /// <summary>Full path of a file with <see cref="Certificate"/> (PEM), there until this is disposed.</summary>
    public string CertificateFile { get; }

    /// <summary>Full path of a file with <see cref="Authority"/> (PEM), there until this is disposed.</summary>
    public string AuthorityFile { get; }

    /// <summary>Starts the container, and waits until the server is up.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public Task StartAsync(CancellationToken cancellationToken = default) => Container.StartAsync(cancellationToken);

    /// <summary>Stops the container; it can be started again, with the same certificate.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => Container.StopAsync(cancellationToken);

    /// <summary>A string with which Microsoft.Data.SqlClient 5.1 or later connects encrypted and validated, on every system, without a trust store.</summary>
    public string GetConnectionString()
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = Container.GetConnectionString() };
        builder["Encrypt"] = _strict ? "Strict" : "Mandatory";
        builder["TrustServerCertificate"] = "False";
        builder["ServerCertificate"] = CertificateFile;
        return builder.ConnectionString;
    }

    /// <summary>Removes the container and the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            await Container.DisposeAsync();
        }
        finally
        {
            _folder.Delete(recursive: true);
            Certificate.Dispose();
            _certificate.Dispose();
        }
    }
}
