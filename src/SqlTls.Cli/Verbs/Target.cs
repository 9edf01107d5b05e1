using System.CommandLine;
using SqlTls.Endpoint.Linux;
using SqlTls.Instances;
using SqlTls.Instances.Linux;

namespace SqlTls.Cli.Verbs;

/// <summary>The server that the words of a command line name, opened.</summary>
/// <param name="instance">The server.</param>
/// <param name="password">Its login's password; null where none is known.</param>
/// <param name="folder">A folder of its own that goes with it; null without.</param>
internal sealed class Target(IInstance instance, string? password, DirectoryInfo? folder) : IAsyncDisposable
{
    private static readonly Option<bool> Endpoint = new("--endpoint")
    {
        Description = "The embedded endpoint: TLS on a machine that has nothing but this tool.",
    };

    public static IReadOnlyList<Option> Options { get; } = [Endpoint];

    public IInstance Instance { get; } = instance;

    public string? Password { get; } = password;

    /// <summary>The server lives in this process.</summary>
    public bool EndsWithTheProcess => folder is not null;

    public static Target Open(ParseResult parsed, Terminal terminal)
    {
        if (!parsed.GetValue(Endpoint))
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "No target is named.", "Say --endpoint.");
        }

        return OpenEndpoint(ServerOptions.Password(parsed, terminal));
    }

    public async ValueTask DisposeAsync()
    {
        await Instance.DisposeAsync();
        folder?.Delete(recursive: true);
    }

    private static Target OpenEndpoint(string? given)
    {
        string password = given ?? SqlTls.Endpoint.TdsEndpoint.RandomPassword();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sqltls-endpoint-");
        var host = new EndpointHost(new StandInOptions(folder.FullName) { Password = password });
        return new Target(new LinuxInstance(host), password, folder);
    }
}
