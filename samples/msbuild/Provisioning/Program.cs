using Microsoft.Data.SqlClient;

// What 'dotnet build -t:SqlTlsUp' left, and the password that no file holds.
string text = File.ReadAllText(Path.Combine(".sqltls", "connection-string")).Trim();
var builder = new SqlConnectionStringBuilder(text) { Password = Environment.GetEnvironmentVariable("MSSQL_SA_PASSWORD") };
await using var connection = new SqlConnection(builder.ConnectionString);
await connection.OpenAsync();
await using var command = new SqlCommand("SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID", connection);
Console.WriteLine($"encrypted: {await command.ExecuteScalarAsync()}, trust server certificate: {builder.TrustServerCertificate}");
