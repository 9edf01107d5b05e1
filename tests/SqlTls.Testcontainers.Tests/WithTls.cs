using System.Data;
using System.Text;
using Microsoft.Data.SqlClient;
using Testcontainers.MsSql;

namespace SqlTls.Testcontainers.Tests;

public class WithTls
{
    private static readonly string Image = Environment.GetEnvironmentVariable("SQL_IMAGE") ?? "sqltls/standin:test";

    [RequiresFact("docker")]
    public async Task Serves_TLS_from_its_first_start()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls().Build();

        await sql.StartAsync();

        Assert.Equal("TRUE", await EncryptOptionAsync(sql.GetConnectionString()));
        string log = Encoding.UTF8.GetString(await sql.Container.ReadFileAsync("/var/opt/mssql/log/errorlog"));
        Assert.Single(log.Split('\n'), line => line.Contains("was successfully loaded for encryption"));
    }

    [RequiresFact("docker")]
    public async Task Hands_out_a_string_that_encrypts_and_validates()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithPassword("Pa55-word-x").WithTls(tls => tls.ForceEncryption()).Build();
        await sql.StartAsync();

        var given = new SqlConnectionStringBuilder(sql.GetConnectionString());

        Assert.Equal(SqlConnectionEncryptOption.Mandatory, given.Encrypt);
        Assert.False(given.TrustServerCertificate);
        Assert.Equal("Pa55-word-x", given.Password);
        Assert.Equal("TRUE", await EncryptOptionAsync(given.ConnectionString));
    }

    [RequiresFact("docker")]
    public async Task Is_refused_by_a_client_that_does_not_know_the_certificate()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls().Build();
        await sql.StartAsync();
        var given = new SqlConnectionStringBuilder(sql.GetConnectionString()) { ServerCertificate = "" };

        await Assert.ThrowsAsync<SqlException>(() => EncryptOptionAsync(given.ConnectionString));
    }

    [RequiresFact("docker")]
    public async Task Refuses_a_client_that_does_not_validate_when_encryption_is_forced()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls(tls => tls.ForceEncryption()).Build();
        await sql.StartAsync();
        var plain = new SqlConnectionStringBuilder(sql.GetConnectionString()) { Encrypt = SqlConnectionEncryptOption.Optional, ServerCertificate = "" };

        await Assert.ThrowsAsync<SqlException>(() => EncryptOptionAsync(plain.ConnectionString));
    }

    [RequiresFact("docker")]
    public async Task Is_up_again_when_a_second_start_returns()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls(tls => tls.ForceStrict()).Build();
        await sql.StartAsync();
        await sql.StopAsync();

        await sql.StartAsync();

        Assert.Equal("TRUE", await EncryptOptionAsync(sql.GetConnectionString()));
    }

    [RequiresTheory("docker")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connects_strictly_on_request(bool forced)
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls(tls => forced ? tls.ForceStrict() : tls.Strict()).Build();
        await sql.StartAsync();
        var given = new SqlConnectionStringBuilder(sql.GetConnectionString());
        var mandatory = new SqlConnectionStringBuilder(given.ConnectionString) { Encrypt = SqlConnectionEncryptOption.Mandatory };

        Assert.Equal(SqlConnectionEncryptOption.Strict, given.Encrypt);
        Assert.Equal("TRUE", await EncryptOptionAsync(given.ConnectionString));
        Assert.Equal(forced, await Record.ExceptionAsync(() => EncryptOptionAsync(mandatory.ConnectionString)) is SqlException);
    }

    [RequiresFact("docker")]
    public async Task Shows_the_certificate_and_its_authority()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls(tls => tls.DnsName("sql").Days(2)).Build();

        Assert.True(sql.Certificate.MatchesHostname("sql"));
        Assert.True(sql.Certificate.MatchesHostname("localhost"));
        Assert.False(sql.Certificate.HasPrivateKey);
        Assert.InRange(sql.Certificate.NotAfter, DateTime.Now, DateTime.Now.AddDays(2));
        Assert.Equal(sql.Authority.Subject, sql.Certificate.Issuer);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(sql.AuthorityFile));
    }

    [RequiresFact("docker")]
    public async Task Does_not_disturb_its_neighbours()
    {
        MsSqlTlsContainer[] servers = [.. Enumerable.Range(0, 3).Select(_ => new MsSqlBuilder(Image).WithTls(tls => tls.ForceEncryption()).Build())];
        try
        {
            await Task.WhenAll(servers.Select(server => server.StartAsync()));

            string[] options = await Task.WhenAll(servers.Select(server => EncryptOptionAsync(server.GetConnectionString())));

            Assert.Equal(["TRUE", "TRUE", "TRUE"], options);
            Assert.Equal(3, servers.Select(server => server.Certificate.Thumbprint).Distinct().Count());
            // One server's certificate is no pass to another.
            var crossed = new SqlConnectionStringBuilder(servers[0].GetConnectionString()) { ServerCertificate = servers[1].CertificateFile };
            await Assert.ThrowsAsync<SqlException>(() => EncryptOptionAsync(crossed.ConnectionString));
        }
        finally
        {
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    [RequiresFact("docker")]
    public async Task Leaves_nothing_behind()
    {
        MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls().Build();
        await sql.StartAsync();
        string id = sql.Container.Id;

        await sql.DisposeAsync();
        await sql.DisposeAsync();

        Assert.False(File.Exists(sql.CertificateFile));
        Assert.NotEqual(0, (await Tool.RunAsync("docker", ["inspect", id])).ExitCode);
    }

    [RequiresFact("docker")]
    public async Task Keeps_its_key_from_others()
    {
        await using MsSqlTlsContainer sql = new MsSqlBuilder(Image).WithTls().Build();
        await sql.StartAsync();

        Tool stat = await Tool.RunAsync("docker", ["exec", "--user", "0", sql.Container.Id, "sh", "-c", "stat -c '%u:%g %a' /var/opt/mssql/tls/*.key"]);

        Assert.Equal("10001:0 400", stat.Output.Trim());
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public void Refuses_a_name_that_is_none(string name) =>
        Assert.Equal("SQLTLS2105", Assert.Throws<SqlTlsException>(() => new MsSqlBuilder(Image).WithTls(tls => tls.DnsName(name))).Code);

    [Fact]
    public void Refuses_a_lifetime_that_is_none() =>
        Assert.Equal("SQLTLS2106", Assert.Throws<SqlTlsException>(() => new MsSqlBuilder(Image).WithTls(tls => tls.Days(0))).Code);

    private static async Task<string> EncryptOptionAsync(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        Assert.Equal(ConnectionState.Open, connection.State);
        await using var command = new SqlCommand("SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
