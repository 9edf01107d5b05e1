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

    private static readonly Option<string?> Container = new("--container")
    {
        Description = "A container that exists: its id, name, network alias, published port, or its image where only one runs.",
        HelpName = "NAME",
    };

    public static IReadOnlyList<Option> Options { get; } = [Endpoint, Container, CommonOptions.Force];

    public IInstance Instance { get; } = instance;

    public string? Password { get; } = password;

    /// <summary>The server lives in this process.</summary>
    public bool EndsWithTheProcess => folder is not null;

    public static async Task<Target> OpenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string? container = parsed.GetValue(Container);
        if (parsed.GetValue(Endpoint) == (container is not null))
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "One target must be named, and no more.", "Say --endpoint or --container NAME.");
        }

        string? password = ServerOptions.Password(parsed, terminal);
        return container is null
            ? OpenEndpoint(password)
            : new Target(new LinuxInstance(await DockerContainers.FindAsync(container, parsed.GetValue(CommonOptions.Force), cancellationToken)), password, null);
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
