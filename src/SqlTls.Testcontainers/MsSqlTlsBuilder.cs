using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using SqlTls.Certificates;
using SqlTls.Instances.Linux;
using SqlTls.Settings;
using Testcontainers.MsSql;

namespace SqlTls.Testcontainers;

/// <summary>A container of SQL Server with TLS, not built yet.</summary>
public sealed class MsSqlTlsBuilder
{
    // The user of SQL Server's images since 2019. Root, of older ones, can read what belongs to it.
    private const int Mssql = 10001;
    private const UnixFileMode ConfMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    private readonly MsSqlBuilder _builder;
    private readonly TlsOptions _options;

    internal MsSqlTlsBuilder(MsSqlBuilder builder, TlsOptions options)
    {
        _builder = builder;
        _options = options;
        Wanted = new CertificateOptions(options.Names, options.DaysValid);
    }

    private CertificateOptions Wanted { get; }

    /// <summary>Makes a certificate of the container's own, and the container. It is started with <see cref="MsSqlTlsContainer.StartAsync"/>.</summary>
    public MsSqlTlsContainer Build()
    {
        var certificate = ServerCertificate.Create(Wanted);
        MsSqlBuilder withFiles = Files(certificate).Aggregate(
            _builder,
            (each, file) => each.WithResourceMapping(file.Content.ToArray(), file.Path, (uint)file.Owner, (uint)file.Group, (UnixFileModes)file.Mode));
        // Testcontainers' own way asks with sqlcmd, which does not speak TDS 8.0 unless it is told to.
        MsSqlBuilder ready = _options.StrictIsForced ? withFiles.WithWaitStrategy(Wait.ForUnixContainer().AddCustomWaitStrategy(new UntilReady())) : withFiles;
        return new MsSqlTlsContainer(ready.Build(), certificate, _options.IsStrict);
    }

    private IEnumerable<HostFile> Files(ServerCertificate certificate)
    {
        var files = new TlsFiles(certificate.Describe().Thumbprint);
        var host = new HostState(Running: false, Mssql, Group: 0, Servers: [], Names: [], Version: null);
        MssqlConf conf = ConfSettings.Write(MssqlConf.Empty, new TlsSettings
        {
            CertificateFile = files.Certificate,
            KeyFile = files.Key,
            ForceEncryption = _options.EncryptionIsForced ? true : null,
            ForceStrict = _options.StrictIsForced ? true : null,
            Protocols = _options.Protocols,
        });
        // Strict encryption asks for an authority that the server itself trusts (microsoft/mssql-docker #878).
        IEnumerable<HostFile> anchors = _options.IsStrict ? files.AnchorContents(certificate, systemAnchors: null, host) : [];
        return [.. files.Contents(certificate, host), .. anchors, new HostFile(ConfSettings.Path, conf.ToBytes(), Mssql, 0, ConfMode)];
    }
}
