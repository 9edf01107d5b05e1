using System.Globalization;
using Microsoft.Data.SqlClient;

// The connection string is the first line of standard input; the connections stay open until it is closed.
var builder = new SqlConnectionStringBuilder(await Console.In.ReadLineAsync()) { Pooling = false, ConnectTimeout = 60 };
var connections = new List<SqlConnection>();
for (int count = int.Parse(args[0], CultureInfo.InvariantCulture); count > 0; count--)
{
    var connection = new SqlConnection(builder.ConnectionString);
    await connection.OpenAsync();
    connections.Add(connection);
}

await Console.Out.WriteLineAsync($"{connections.Count} open");
_ = await Console.In.ReadLineAsync();
connections.ForEach(connection => connection.Dispose());
