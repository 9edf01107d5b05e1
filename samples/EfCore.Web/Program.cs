using EfCore.Web;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
// From configuration alone: appsettings.json, user secrets, or the variable ConnectionStrings__Sql.
string connectionString = builder.Configuration.GetConnectionString("Sql")
    ?? throw new InvalidOperationException("ConnectionStrings:Sql is not configured; 'sqltls connection-string' prints one.");
var sql = new SqlConnectionStringBuilder(connectionString);
if (sql.TrustServerCertificate || (sql.ServerCertificate is { Length: > 0 } certificate && !File.Exists(certificate)))
{
    // SqlClient would leave the first unsaid, and the second to a connection that fails for another reason.
    throw new InvalidOperationException("ConnectionStrings:Sql switches validation off, or names a certificate's file that is not there.");
}

builder.Services.AddDbContext<SqlContext>(options => options.UseSqlServer(connectionString));
WebApplication app = builder.Build();

app.MapGet("/", async (SqlContext context, CancellationToken cancellationToken) => await context.IsEncryptedAsync(cancellationToken)
    ? "This connection is encrypted."
    : "This connection is not encrypted.");

await app.RunAsync();
