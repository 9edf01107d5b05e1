using Microsoft.Data.SqlClient;

namespace SqlTls.Load;

/// <summary>A client that connects, validates, and asks a question every second.</summary>
internal sealed class WorkingClient(string connectionString, SemaphoreSlim door, Tally tally)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var connection = new SqlConnection(connectionString);
                await using (connection.ConfigureAwait(false))
                {
                    await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
                    await AskAsync(connection, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SqlException exception) when (!cancellationToken.IsCancellationRequested)
            {
                tally.Failed(exception);
            }
            catch (SqlException)
            {
                // The run is over in the middle of a question.
            }
        }
    }

    // SqlClient opens on threads: all at once would measure its own queue.
    private async Task OpenAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        await door.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = door.Release();
        }
    }

    private async Task AskAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        tally.Opened();
        try
        {
            while (true)
            {
                var command = new SqlCommand("SELECT 1", connection);
                await using (command.ConfigureAwait(false))
                {
                    _ = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
                }

                tally.Answered();
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            tally.Closed();
        }
    }
}
