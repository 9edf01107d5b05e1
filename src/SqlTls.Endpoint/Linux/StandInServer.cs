using System.Net.Sockets;
using SqlTls.Settings;

namespace SqlTls.Endpoint.Linux;

/// <summary>
/// The embedded endpoint in the place of SQL Server on Linux: it reads <c>mssql.conf</c>, writes an error log, and fails to
/// start where SQL Server does. It is a stand-in for tests where no image of the real one can be had.
/// </summary>
public sealed class StandInServer : IAsyncDisposable
{
    private const string ConfFile = "mssql.conf";

    private readonly ErrorLogWriter _log;
    private readonly StartSettings _settings;

    private StandInServer(TdsEndpoint endpoint, ErrorLogWriter log, StartSettings settings)
    {
        Endpoint = endpoint;
        _log = log;
        _settings = settings;
    }

    /// <summary>What listens.</summary>
    public TdsEndpoint Endpoint { get; }

    /// <summary>Starts as the settings in the data folder say.</summary>
    /// <param name="options">Where they are, and where to listen.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SqlTlsException">It does not start (SQLTLS3903); the error log says why, as SQL Server's does.</exception>
    public static async Task<StandInServer> StartAsync(StandInOptions options, CancellationToken cancellationToken = default)
    {
        string confFile = Path.Combine(options.DataFolder, ConfFile);
        MssqlConf conf = ReadConf(confFile);
        string logFile = options.Map(options.ErrorLogFile ?? conf.Get("filelocation", "errorlogfile") ?? $"{StandInOptions.SqlServersFolder}/log/errorlog");
        ErrorLogWriter log = await ErrorLogWriter.OpenAsync(logFile, cancellationToken);
        StartSettings? settings = null;
        TdsEndpoint? endpoint = null;
        try
        {
            log.Write("Server", $"Microsoft SQL Server (stand-in: {Sessions.SessionContext.Program}) - {options.ServerVersion.ToString(3)}.0 (X64)");
            TouchConf(confFile);
            settings = StartSettings.Read(conf, options, log);
            endpoint = await TdsEndpoint.StartAsync(settings.ToEndpoint(options, log), cancellationToken);
            // SQL Server is not ready before its TLS is.
            await endpoint.TlsAsync(cancellationToken);
            log.Write("Server", $"Server is listening on [ '{endpoint.Address.Address}' <{(endpoint.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4")}> {endpoint.Port}] accept sockets 1.");
            log.Write("Server", "SQL Server is now ready for client connections. This is an informational message; no user action is required.");
            log.Write("spid5s", "Recovery is complete. This is an informational message only. No user action is required.");
            return new StandInServer(endpoint, log, settings);
        }
        catch (Exception exception)
        {
            if (endpoint is not null)
            {
                await endpoint.DisposeAsync();
            }

            settings?.Dispose();
            if (exception is not OperationCanceledException)
            {
                StartFailure.Write(log, exception);
            }

            log.Dispose();
            if (exception is OperationCanceledException or SqlTlsException { Code: EndpointCodes.Start })
            {
                throw;
            }

            throw StartFailure.Wrap(exception);
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        _log.Dispose();
        _settings.Dispose();
    }

    // With a byte-order mark SQL Server ignores every setting, and does not say so (mssql-docker #586).
    private static MssqlConf ReadConf(string file)
    {
        if (!File.Exists(file))
        {
            return MssqlConf.Empty;
        }

        MssqlConf conf = MssqlConf.Parse(File.ReadAllBytes(file));
        return conf.HadByteOrderMark ? MssqlConf.Empty : conf;
    }

    // SQL Server writes the file when it starts; where it cannot, it does not start.
    private static void TouchConf(string file)
    {
        new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
    }
}
