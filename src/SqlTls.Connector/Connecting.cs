using Microsoft.Data.SqlClient;
using SqlTls.Connector.Wire;

namespace SqlTls.Connector;

/// <summary>Opens one connection and says how that went.</summary>
internal static class Connecting
{
    private const string AskEncryption = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";

    public static async Task<Answer> TryAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            // A pooled connection would prove what was true when it was opened.
            var builder = new SqlConnectionStringBuilder(attempt.ConnectionString) { Pooling = false };
            await using var connection = new SqlConnection(builder.ConnectionString);
            // SqlClient opens no more connections without a pool asynchronously than there are cores, and puts the others behind them: two that
            // hang would hold up all that come after.
            await Task.Factory.StartNew(() => connection.Open(SqlConnectionOverrides.OpenWithoutRetry), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return new Answer(attempt.Id, true, await EncryptOptionAsync(connection, cancellationToken), []);
        }
#pragma warning disable CA1031 // Whatever SqlClient throws is the answer; an attempt without one would count as timed out.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Answer(attempt.Id, false, null, [.. Problems(exception)]);
        }
    }

    private static async Task<string?> EncryptOptionAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new SqlCommand(AskEncryption, connection);
            return await command.ExecuteScalarAsync(cancellationToken) as string;
        }
        catch (SqlException)
        {
            // It takes VIEW SERVER STATE, which few logins have; the connection is proof enough of the rest.
            return null;
        }
    }

    private static IEnumerable<Problem> Problems(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return new Problem(exception.GetType().Name, exception.Message, (exception as SqlException)?.Number);
        }
    }
}
