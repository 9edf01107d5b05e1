using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Instances.Linux;

namespace SqlTls.Endpoint.StandIn;

/// <summary>
/// Stands in for SQL Server on Linux where its image cannot be had: it reads <c>mssql.conf</c>, writes an error log with the lines that
/// are documented, and fails where SQL Server is documented to fail. Behind it is the embedded endpoint, and nothing of SQL Server.
/// </summary>
public sealed class StandInServer : IAsyncDisposable
{
    private const string ServersFolder = "/var/opt/mssql";
    private readonly StandInLog _log;
    private readonly ServerCertificate? _certificate;

    private StandInServer(TdsEndpoint endpoint, StandInLog log, ServerCertificate? certificate) => (Endpoint, _log, _certificate) = (endpoint, log, certificate);

    /// <summary>What clients connect to.</summary>
    public TdsEndpoint Endpoint { get; }

    /// <summary>Starts it; null when it cannot run with its settings: the error log says why.</summary>
    /// <param name="folder">The folder that is <c>/var/opt/mssql</c> to it.</param>
    /// <param name="options">Where it listens, and its login; the settings come from <c>mssql.conf</c>.</param>
    /// <param name="console">Also gets each line of the error log.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<StandInServer?> StartAsync(string folder, TdsEndpointOptions options, Action<string> console, CancellationToken cancellationToken = default)
    {
        string confPath = Path.Combine(folder, "mssql.conf");
        MssqlConf conf = File.Exists(confPath) ? MssqlConf.Parse(await File.ReadAllBytesAsync(confPath, cancellationToken)) : MssqlConf.Empty;
        conf = conf.HadByteOrderMark ? MssqlConf.Empty : conf;
        var log = new StandInLog(Local(folder, conf.Get("filelocation", "errorlogfile") ?? $"{ServersFolder}/log/errorlog"), console);
        ServerCertificate? certificate = null;
        try
        {
            log.Write("Server", $"Microsoft SQL Server (stand-in: the embedded endpoint of sqltls) - {options.ServerVersion.ToString(3)}.1 (X64)");
            OpenForWriting(confPath);
            SslProtocols protocols = Protocols(conf.Get("network", "tlsprotocols"));
            certificate = Certificate(folder, conf, log);
            TdsEndpoint endpoint = await TdsEndpoint.StartAsync(
                options with
                {
                    Certificate = certificate,
                    TlsProtocols = protocols,
                    TlsCiphers = conf.Get("network", "tlsciphers") is { Length: > 0 } ciphers ? ciphers : null,
                    ForceEncryption = conf.Get("network", "forceencryption") == "1",
                    ForceStrict = conf.Get("network", "forcestrict") == "1",
                    Log = log.Write,
                },
                cancellationToken);
            log.Write($"Server is listening on [ 'any' <ipv4> {endpoint.Port}].");
            log.Write("SQL Server is now ready for client connections. This is an informational message; no user action is required.");
            log.Write("Recovery is complete. This is an informational message only. No user action is required.");
            return new StandInServer(endpoint, log, certificate);
        }
        catch (Exception exception) when (exception is SqlTlsException or CryptographicException or IOException or UnauthorizedAccessException or FormatException)
        {
            log.Error(17182, $"TDSSNIClient initialization failed with error 0x80092004, status code 0x80. Reason: Unable to initialize SSL support. {exception.Message}");
            log.Error(17826, "Could not start the network library because of an internal error in the network library. To determine the cause, review the errors immediately preceding this one in the error log.");
            log.Error(17120, "SQL Server could not spawn FRunCommunicationsManager thread. Check the SQL Server error log and the operating system error log for information about possible related problems.");
            certificate?.Dispose();
            log.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        _log.Dispose();
        _certificate?.Dispose();
    }

    // SQL Server rewrites the file at its start, and does not run where it cannot.
    private static void OpenForWriting(string path)
    {
        if (File.Exists(path))
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        }
    }

    private static ServerCertificate? Certificate(string folder, MssqlConf conf, StandInLog log)
    {
        if (conf.Get("network", "tlscert") is not { Length: > 0 } certificateFile || conf.Get("network", "tlskey") is not { Length: > 0 } keyFile)
        {
            log.Write("A self-generated certificate was successfully loaded for encryption.");
            return null;
        }

        string named = $"[Certificate File:'{certificateFile}', Private Key File:'{keyFile}']";
        try
        {
            string keyPem = File.ReadAllText(Local(folder, keyFile));
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(File.ReadAllText(Local(folder, certificateFile)));
            using var key = RSA.Create();
            key.ImportFromPem(keyPem);
            if (leaf.NotAfter < DateTime.Now)
            {
                throw new CryptographicException("The certificate has expired.");
            }

            // Only the leaf is sent, as SQL Server does (microsoft/mssql-docker #673).
            ServerCertificate certificate = ServerCertificate.Bind(leaf, key, Chain(leaf, folder), null);
            log.Write($"The certificate {named} was successfully loaded for encryption.");
            return certificate;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Write("Unable to open certificate file using correct permissions");
            throw;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            log.Error(26014, $"Unable to load user-specified certificate {named}. The server will not accept a connection. You should verify that the certificate is correctly installed.");
            throw new FormatException(exception.Message, exception);
        }
    }

    // Intermediates are sent when the server trusts the chain itself (microsoft/mssql-docker #966).
    private static List<X509Certificate2> Chain(X509Certificate2 leaf, string folder)
    {
        List<X509Certificate2> chain = [];
        string anchors = Path.Combine(folder, "security/ca-certificates");
        X509Certificate2[] known = Directory.Exists(anchors) ? [.. Directory.GetFiles(anchors, "*.crt").Select(X509CertificateLoader.LoadCertificateFromFile)] : [];
        for (X509Certificate2? issuer = Issuer(leaf, known); issuer is not null && !IsRoot(issuer); issuer = Issuer(issuer, known))
        {
            chain.Add(issuer);
        }

        return chain;
    }

    private static X509Certificate2? Issuer(X509Certificate2 certificate, X509Certificate2[] known) =>
        known.FirstOrDefault(each => each.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Local(string folder, string path) =>
        path.StartsWith(ServersFolder + "/", StringComparison.Ordinal) ? Path.Combine(folder, path[(ServersFolder.Length + 1)..]) : path;

    private static SslProtocols Protocols(string? setting)
    {
        SslProtocols protocols = SslProtocols.None;
        foreach (string word in (setting is { Length: > 0 } ? setting : "1.2,1.3").Split(',', StringSplitOptions.TrimEntries))
        {
            protocols |= word switch
            {
                "1.3" => SslProtocols.Tls13,
                "1.2" => SslProtocols.Tls12,
                // What the system's OpenSSL serves no more is no error in SQL Server's settings.
                "1.1" or "1.0" => SslProtocols.None,
                _ => throw new FormatException($"Unknown protocol '{word}'."),
            };
        }

        return protocols;
    }
}
