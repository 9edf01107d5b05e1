using Microsoft.Data.SqlClient;

namespace TestsWithTls;

public class EncryptedConnection(SqlServerFixture sql) : IClassFixture<SqlServerFixture>
{
    [Fact]
    public async Task Is_validated_as_in_production()
    {
        await using var connection = new SqlConnection(sql.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand("SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID", connection);

        Assert.Equal("TRUE", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Is_refused_where_the_certificate_is_not_known()
    {
        var stranger = new SqlConnectionStringBuilder(sql.ConnectionString) { ServerCertificate = "" };
        await using var connection = new SqlConnection(stranger.ConnectionString);

        await Assert.ThrowsAsync<SqlException>(connection.OpenAsync);
    }
}
