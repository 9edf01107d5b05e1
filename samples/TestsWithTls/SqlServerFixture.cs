using SqlTls.Testcontainers;
using Testcontainers.MsSql;

namespace TestsWithTls;

/// <summary>One SQL Server for the tests of a class.</summary>
public sealed class SqlServerFixture : IAsyncLifetime
{
    private readonly MsSqlTlsContainer container =
        new MsSqlBuilder(Environment.GetEnvironmentVariable("SQL_IMAGE") ?? "mcr.microsoft.com/mssql/server:2022-latest")
            .WithTls(tls => tls.ForceEncryption())
            .Build();

    public string ConnectionString => container.GetConnectionString();

    public Task InitializeAsync() => container.StartAsync();

    public Task DisposeAsync() => container.DisposeAsync().AsTask();
}
