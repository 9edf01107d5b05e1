using EfCore.Web;
using Microsoft.EntityFrameworkCore;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
// From configuration alone: appsettings.json, user secrets, or the variable ConnectionStrings__Sql.
string connectionString = builder.Configuration.GetConnectionString("Sql")
    ?? throw new InvalidOperationException("ConnectionStrings:Sql is not configured; 'sqltls connection-string' prints one.");
builder.Services.AddDbContext<SqlContext>(options => options.UseSqlServer(connectionString));
WebApplication app = builder.Build();

app.MapGet("/", async (SqlContext sql, CancellationToken cancellationToken) => await sql.IsEncryptedAsync(cancellationToken)
    ? "This connection is encrypted, and the server was validated."
    : "This connection is not encrypted.");

await app.RunAsync();
