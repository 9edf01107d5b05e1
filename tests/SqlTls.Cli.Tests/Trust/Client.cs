using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SqlTls.Endpoint;

namespace SqlTls.Cli.Tests.Trust;

/// <summary>Real clients that trust what their environment tells them to, each in a process of its own. SqlClient is asked through <c>sqltls verify</c>.</summary>
internal static class Client
{
    private static readonly Dictionary<string, string?> Npm = new() { ["NODE_PATH"] = Repository.File("artifacts/npm/node_modules") };

    /// <summary>Does this client connect, encrypted and validated?</summary>
    /// <param name="client">sqlclient, openssl, java or tedious.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="script">What a shell takes in before it starts the client.</param>
    /// <param name="variables">Variables that it starts with.</param>
    public static async Task<(bool Connected, Tool Run)> ConnectAsync(
        string client, TdsEndpoint endpoint, string script = "", IEnumerable<KeyValuePair<string, string>>? variables = null)
    {
        string port = endpoint.Port.ToString(CultureInfo.InvariantCulture);
        (string program, string[] arguments, string input, string sign) = client switch
        {
            "sqlclient" => ("dotnet", new[] { typeof(CommandLine).Assembly.Location, "verify", "--server", $"localhost,{port}", "--user", endpoint.User, "--password-stdin" }, endpoint.Password, @"encrypted-connection\s+passed"),
            "openssl" => ("openssl", ["s_client", "-connect", $"localhost:{port}", "-alpn", "tds/8.0", "-verify_return_error", "-verify_hostname", "localhost"], "", "Verify return code: 0"),
            "java" => ("java", [Repository.File("tests/SqlTls.Cli.Tests/Trust/Handshake.java"), "localhost", port], "", "^tds/8.0"),
            "tedious" => ("node", [Repository.File("tests/npm/tedious.cjs")], Settings(endpoint), "^TRUE"),
            _ => throw new ArgumentOutOfRangeException(nameof(client)),
        };
        // What this machine's own environment trusts beside its system is no part of the test.
        Dictionary<string, string?> environment = new(Npm) { ["NODE_EXTRA_CA_CERTS"] = null, ["SSL_CERT_DIR"] = null, ["JAVA_TOOL_OPTIONS"] = null, ["SCRIPT"] = script };
        foreach ((string name, string value) in variables ?? [])
        {
            environment[name] = value;
        }

        Tool run = await Tool.RunAsync("sh", ["-c", "eval \"$SCRIPT\"; exec \"$@\"", "sh", program, .. arguments], input, environment);
        return (Regex.IsMatch(run.Output, sign, RegexOptions.Multiline), run);
    }

    private static string Settings(TdsEndpoint endpoint) =>
        JsonSerializer.Serialize(new { host = "localhost", port = endpoint.Port, user = endpoint.User, password = endpoint.Password, encrypt = true });
}
