using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Settings;

namespace SqlTls.Endpoint.Linux;

/// <summary>The section <c>[network]</c> of mssql.conf, read as SQL Server reads it when it starts.</summary>
internal sealed record StartSettings(
    ServerCertificate Certificate,
    bool IsFallback,
    bool ForceEncryption,
    bool ForceStrict,
    SslProtocols Protocols,
    string? Ciphers) : IDisposable
{
    private const string Section = "network";
    private const string TrustFolder = StandInOptions.SqlServersFolder + "/security/ca-certificates";

    // Forced strict encryption came to Linux with SQL Server 2025.
    private static readonly Version ForcesStrict = new(17, 0);

    public static StartSettings Read(MssqlConf conf, StandInOptions options, ErrorLogWriter log)
    {
        string? certificate = conf.Get(Section, "tlscert");
        string? key = conf.Get(Section, "tlskey");
        SslProtocols protocols = TlsProtocols(conf.Get(Section, "tlsprotocols"));
        bool isFallback = string.IsNullOrEmpty(certificate) || string.IsNullOrEmpty(key);
        bool forceEncryption = IsOn(conf, "forceencryption");
        return new StartSettings(
            isFallback ? Fallback(log) : Configured(certificate!, key!, forceEncryption, options, log),
            isFallback,
            forceEncryption,
            IsOn(conf, "forcestrict") && options.ServerVersion >= ForcesStrict,
            protocols,
            conf.Get(Section, "tlsciphers"));
    }

    public TdsEndpointOptions ToEndpoint(StandInOptions options, ErrorLogWriter log) => new()
    {
        Address = options.Address,
        Port = options.Port,
        Password = options.Password,
        ServerVersion = options.ServerVersion,
        Certificate = Certificate,
        ForceEncryption = ForceEncryption,
        ForceStrict = ForceStrict,
        // The certificate that SQL Server makes for itself does not serve strict encryption.
        SupportsStrict = !IsFallback,
        TlsProtocols = Protocols,
        TlsCiphers = Ciphers,
        Log = line => log.Write("Logon", line),
    };

    public void Dispose() => Certificate.Dispose();

    private static bool IsOn(MssqlConf conf, string key)
    {
        string? value = conf.Get(Section, key)?.Trim();
        return value?.ToUpperInvariant() switch
        {
            null or "" or "0" or "FALSE" => false,
            "1" or "TRUE" => true,
            _ => throw StartFailure.Of($"The setting {key} in mssql.conf is '{value}', which is neither 0 nor 1."),
        };
    }

    private static SslProtocols TlsProtocols(string? list)
    {
        // OpenSSL's policy here serves nothing older than 1.2, whatever the list allows beside it.
        SslProtocols protocols = SslProtocols.None;
        foreach (string version in (list ?? "1.2,1.1,1.0").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            protocols |= version switch
            {
#pragma warning disable SYSLIB0039 // Old versions are named because mssql.conf names them.
                "1.0" => SslProtocols.Tls,
                "1.1" => SslProtocols.Tls11,
#pragma warning restore SYSLIB0039
                "1.2" => SslProtocols.Tls12,
                "1.3" => SslProtocols.Tls13,
                _ => throw StartFailure.Of($"The setting tlsprotocols in mssql.conf holds '{version}', which is no version of TLS."),
            };
        }

        return protocols;
    }

    private static ServerCertificate Configured(string certificate, string key, bool forceEncryption, StandInOptions options, ErrorLogWriter log)
    {
        string both = $"[Certificate File:'{certificate}', Private Key File:'{key}']";
        try
        {
            var leaf = X509Certificate2.CreateFromPem(File.ReadAllText(options.Map(certificate)));
            using var privateKey = RSA.Create();
            privateKey.ImportFromPem(File.ReadAllText(options.Map(key)));
            var loaded = ServerCertificate.Bind(leaf, privateKey, Trusted(leaf, options), authority: null);
            log.Write("Server", $"The certificate {both} was successfully loaded for encryption.");
            return loaded;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Write("Server", "Unable to open certificate file using correct permissions.");
            throw Refused(both, forceEncryption, exception, log);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw Refused(both, forceEncryption, exception, log);
        }
    }

    // Intermediates of the file are ignored: SQL Server sends those alone that its own trust store has, or the system's (mssql-docker #673, #966).
    private static X509Certificate2[] Trusted(X509Certificate2 leaf, StandInOptions options)
    {
        string folder = options.Map(TrustFolder);
        IEnumerable<string> files = options.SystemTrustFile is { } system ? [system] : Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.crt") : [];
        IEnumerable<X509Certificate2> known = files.SelectMany(file =>
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates;
        });
        return [.. IssuerChain.Above(leaf, known).Where(issuer => !IssuerChain.IsSelfIssued(issuer))];
    }

    private static SqlTlsException Refused(string both, bool forceEncryption, Exception exception, ErrorLogWriter log)
    {
        const string Cure = "You should verify that the certificate is correctly installed.";
        log.WriteError(
            forceEncryption ? 26015 : 26014,
            forceEncryption
                ? $"Unable to load user-specified certificate {both}. Because connection encryption is required, the server will not be able to accept any connections. {Cure}"
                : $"Unable to load user-specified certificate {both}. The server will not accept a connection. {Cure}");
        return StartFailure.Wrap(exception);
    }

    private static ServerCertificate Fallback(ErrorLogWriter log)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=SSL_Self_Signed_Fallback", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(30));
        log.Write("Server", "A self-generated certificate was successfully loaded for encryption.");
        return ServerCertificate.Bind(X509CertificateLoader.LoadCertificate(certificate.RawData), key, [], authority: null);
    }
}
