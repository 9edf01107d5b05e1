using System.Text.Json;

namespace SqlTls.Action.Tests.Running;

/// <summary>Real clients in a later step of the job: on this machine, with the environment that a step before has left, and no word of the certificate.</summary>
internal static class LaterStep
{
    /// <summary>Runs one, and gives what it said.</summary>
    /// <param name="client">sqlclient, java or tedious.</param>
    /// <param name="server">HOST,PORT.</param>
    /// <param name="environment">What <c>GITHUB_ENV</c> holds.</param>
    public static async Task<(bool Connected, Tool Run)> ConnectAsync(string client, string server, IReadOnlyDictionary<string, string> environment)
    {
        string port = server.Split(',')[1];
        (string program, string[] arguments, string input, string sign) = client switch
        {
            "sqlclient" => ("sh", ["-c", "{ cat; while [ ! -s \"$0\" ]; do sleep 0.1; done; } | dotnet \"$1\" >\"$0\"; cat \"$0\"", Path.GetTempFileName(), Path.Combine(AppContext.BaseDirectory, "connector", "SqlTls.Connector.dll")], Attempt(port), "\"connected\":true"),
            "java" => ("java", new[] { Repository.File("tests/SqlTls.Cli.Tests/Trust/Handshake.java"), "localhost", port }, "", "tds/8.0"),
            "tedious" => ("node", [Repository.File("tests/npm/tedious.cjs")], JsonSerializer.Serialize(new { host = "localhost", port = int.Parse(port), user = "sa", password = Job.Password, encrypt = true }), "TRUE"),
            _ => throw new ArgumentOutOfRangeException(nameof(client)),
        };
        Tool run = await Tool.RunAsync(
            program,
            arguments,
            input,
            environment.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)).Append(new("NODE_PATH", Repository.File("artifacts/npm/node_modules"))));
        return (run.Output.Contains(sign, StringComparison.Ordinal), run);
    }

    private static string Attempt(string port) =>
        JsonSerializer.Serialize(new { id = 1, connectionString = $"Server=localhost,{port};User ID=sa;Password={Job.Password};Encrypt=Mandatory;TrustServerCertificate=False" }) + "\n";
}
