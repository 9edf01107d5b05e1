using Microsoft.Data.SqlClient;

// Stands for an application of yours: it connects with the string that its environment gives it, and says by its exit code how that went.
try
{
    var connection = new SqlConnection(Environment.GetEnvironmentVariable("ConnectionStrings__Default"));
    await using (connection.ConfigureAwait(false))
    {
        await connection.OpenAsync().ConfigureAwait(false);
        return 0;
    }
}
catch (SqlException exception)
{
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return 1;
}
