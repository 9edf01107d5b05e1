using SqlTls.Testcontainers;
using Testcontainers.MsSql;

namespace TestsWithTls;

/// <summary>One SQL Server for the tests of a class.</summary>
public sealed class SqlServerFixture : IAsyncLifetime
{
    private readonly MsSqlTlsContainer _container =
        new MsSqlBuilder(Environment.GetEnvironmentVariable("SQL_IMAGE") ?? "mcr.microsoft.com/mssql/server:2022-latest")
            .WithTls(tls => tls.ForceEncryption())
            .Build();

    public string ConnectionString => _container.GetConnectionString();

    public Task InitializeAsync() => _container.StartAsync();

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();
}
