using Testcontainers.MsSql;

namespace SqlTls.Testcontainers;

/// <summary>TLS for Testcontainers.MsSql.</summary>
public static class MsSqlBuilderExtensions
{
    /// <summary>Gives SQL Server a certificate before its first start, and a connection string that encrypts and validates. Say it last: what follows is <c>Build()</c>.</summary>
    /// <param name="builder">How the container is to be otherwise. A <c>mssql.conf</c> among its resources is replaced.</param>
    /// <param name="configure">How its TLS is to be; by default encryption that clients ask for, and nothing is forced.</param>
    /// <example>
    /// <code>
    /// await using MsSqlTlsContainer sql = new MsSqlBuilder(image).WithTls(tls => tls.ForceEncryption()).Build();
    /// await sql.StartAsync();
    /// await using var connection = new SqlConnection(sql.GetConnectionString());
    /// </code>
    /// </example>
    /// <exception cref="SqlTlsException">SQLTLS2105, SQLTLS2106, SQLTLS2107: a name, a lifetime or a key size is none.</exception>
    public static MsSqlTlsBuilder WithTls(this MsSqlBuilder builder, Func<TlsOptions, TlsOptions>? configure = null) =>
        new(builder, (configure ?? (tls => tls))(new TlsOptions()));
}
