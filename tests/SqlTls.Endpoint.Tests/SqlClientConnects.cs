using Microsoft.Data.SqlClient;

namespace SqlTls.Endpoint.Tests;

public class SqlClientConnects
{
    [Fact]
    public async Task Encrypted_and_validated_with_the_string_that_the_endpoint_hands_out()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Assert.Equal("TRUE", await AskAsync(endpoint.ConnectionString, "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"));
    }

    [Theory]
    [InlineData("Pa;55word")]
    [InlineData("\"quoted\";TrustServerCertificate=true")]
    [InlineData("'it\"s' = { }")]
    public async Task With_whatever_password_the_endpoint_was_given(string password)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Password = password });

        Assert.False(new SqlConnectionStringBuilder(endpoint.ConnectionString).TrustServerCertificate);
        Assert.Equal("TRUE", await AskAsync(endpoint.ConnectionString, "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"));
    }

    [Fact]
    public async Task Strictly()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync(new TdsEndpointOptions { ForceStrict = true });

        Assert.Contains("Encrypt=Strict", endpoint.ConnectionString, StringComparison.Ordinal);
        Assert.Equal("TRUE", await AskAsync(endpoint.ConnectionString, "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"));
    }

    [Fact]
    public async Task With_the_login_alone_encrypted_where_neither_side_asks_for_more()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Assert.Equal("FALSE", await AskAsync(Plain(endpoint), "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"));
    }

    [Fact]
    public async Task And_is_refused_with_18456_for_a_wrong_password()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        var wrong = new SqlConnectionStringBuilder(endpoint.ConnectionString) { Password = "wrong" };

        SqlException exception = await Assert.ThrowsAsync<SqlException>(() => AskAsync(wrong.ConnectionString, "SELECT 1"));

        Assert.Equal(18456, exception.Number);
    }

    [Fact]
    public async Task And_is_refused_where_its_authority_is_not_trusted()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        var untrusting = new SqlConnectionStringBuilder(endpoint.ConnectionString) { ServerCertificate = "" };

        _ = await Assert.ThrowsAsync<SqlException>(() => AskAsync(untrusting.ConnectionString, "SELECT 1"));
    }

    [Theory]
    [InlineData("SELECT 1", 1)]
    [InlineData("SELECT DB_NAME()", "master")]
    [InlineData("SELECT SERVERPROPERTY('ProductVersion')", "17.0.1000.0")]
    [InlineData("SELECT CAST(SERVERPROPERTY('EngineEdition') AS int)", 3)]
    [InlineData("SET NOCOUNT ON; SELECT N'it''s' AS word", "it's")]
    [InlineData("-- a comment\nSELECT /* another */ 42", 42)]
    public async Task And_asks_what_clients_ask(string batch, object expected)
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Assert.Equal(expected, await AskAsync(endpoint.ConnectionString, batch));
    }

    [Fact]
    public async Task And_learns_from_an_unknown_statement_what_this_is()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        SqlException exception = await Assert.ThrowsAsync<SqlException>(() => AskAsync(endpoint.ConnectionString, "DROP TABLE Customers"));

        Assert.Equal(50000, exception.Number);
        Assert.Contains("not a SQL Server", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_learns_from_its_version_what_this_is()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Assert.Equal("sqltls embedded endpoint 17.0.1000.0", await AskAsync(endpoint.ConnectionString, "SELECT @@VERSION"));
    }

    [Fact]
    public async Task And_is_told_of_a_word_of_any_length_and_goes_on()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using var connection = new SqlConnection(endpoint.ConnectionString);
        await connection.OpenAsync();
        await using var failing = new SqlCommand(new string('x', 40_000), connection);
        await using var asking = new SqlCommand("SELECT 7", connection);

        SqlException first = await Assert.ThrowsAsync<SqlException>(failing.ExecuteScalarAsync);
        object? answer = await asking.ExecuteScalarAsync();

        Assert.Equal(50000, first.Number);
        Assert.Contains("not a SQL Server", first.Message, StringComparison.Ordinal);
        Assert.Equal(7, answer);
    }

    [Fact]
    public async Task And_goes_on_after_an_error_through_sp_executesql_and_in_a_transaction()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();
        await using var connection = new SqlConnection(endpoint.ConnectionString);
        await connection.OpenAsync();
        await using var failing = new SqlCommand("nonsense", connection);
        _ = await Assert.ThrowsAsync<SqlException>(failing.ExecuteScalarAsync);

        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync();
        await using var asking = new SqlCommand("SELECT 7", connection, transaction);
        _ = asking.Parameters.AddWithValue("@unused", 1);
        object? answer = await asking.ExecuteScalarAsync();
        await transaction.CommitAsync();

        Assert.Equal(7, answer);
    }

    [Fact]
    public async Task And_takes_a_pooled_connection_again()
    {
        await using TdsEndpoint endpoint = await TdsEndpoint.StartAsync();

        Assert.Equal(await AskAsync(endpoint.ConnectionString, "SELECT @@SPID"), await AskAsync(endpoint.ConnectionString, "SELECT @@SPID"));
    }

    private static string Plain(TdsEndpoint endpoint) => new SqlConnectionStringBuilder(endpoint.ConnectionString)
    {
        Encrypt = SqlConnectionEncryptOption.Optional,
        ServerCertificate = "",
    }.ConnectionString;

    private static async Task<object?> AskAsync(string connectionString, string batch)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(batch, connection);
        return await command.ExecuteScalarAsync();
    }
}
