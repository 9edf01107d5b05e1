using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Data.SqlClient;
using SqlTls;
using SqlTls.Endpoint.Linux;

// One program under two names, as the image has them: sqlservr, and sqlcmd with the options that health checks use.
return args is ["sqlcmd", ..] ? await QueryAsync(args[1..]) : await ServeAsync();

static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

static async Task<int> ServeAsync()
{
    if (Environment.GetEnvironmentVariable("ACCEPT_EULA") is not ("Y" or "y"))
    {
        await Console.Error.WriteLineAsync("The stand-in asks for ACCEPT_EULA=Y, as SQL Server's image does.");
        return 1;
    }

    string? password = Environment.GetEnvironmentVariable("MSSQL_SA_PASSWORD") ?? Environment.GetEnvironmentVariable("SA_PASSWORD");
    if (string.IsNullOrEmpty(password))
    {
        await Console.Error.WriteLineAsync("The stand-in asks for MSSQL_SA_PASSWORD, as SQL Server's image does.");
        return 1;
    }

    var options = new StandInOptions(StandInOptions.SqlServersFolder) { Address = IPAddress.Any, Port = 1433, Password = password };
    options = options with { ErrorLogFile = Variable("MSSQL_ERROR_LOG_FILE"), SystemTrustFile = Variable("STANDIN_SYSTEM_TRUST") };
    if (Version.TryParse(Environment.GetEnvironmentVariable("STANDIN_VERSION"), out Version? version))
    {
        options = options with { ServerVersion = version };
    }

    var stopped = new TaskCompletionSource();
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        stopped.TrySetResult();
    });
    try
    {
        await using StandInServer server = await StandInServer.StartAsync(options);
        await stopped.Task;
        return 0;
    }
    catch (SqlTlsException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 1;
    }
}

static async Task<int> QueryAsync(string[] args)
{
    string Option(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : otherwise;
    var text = new SqlConnectionStringBuilder
    {
        DataSource = Option("-S", "127.0.0.1,1433"),
        UserID = Option("-U", Environment.GetEnvironmentVariable("SQLCMDUSER") ?? "sa"),
        Password = Option("-P", Environment.GetEnvironmentVariable("SQLCMDPASSWORD") ?? ""),
        TrustServerCertificate = args.Contains("-C"),
        ConnectTimeout = 5,
    };
    try
    {
        await using var connection = new SqlConnection(text.ConnectionString);
        await connection.OpenAsync();
        await using SqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The query is what a sqlcmd is asked to run.
        command.CommandText = Option("-Q", "SELECT 1");
#pragma warning restore CA2100
        Console.WriteLine(await command.ExecuteScalarAsync());
        return 0;
    }
    catch (SqlException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 1;
    }
}
