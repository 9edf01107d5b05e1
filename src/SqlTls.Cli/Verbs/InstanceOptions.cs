using System.CommandLine;
using SqlTls.Instances;
using SqlTls.Instances.Linux;

namespace SqlTls.Cli.Verbs;

/// <summary>Which server <c>up</c> and <c>down</c> are about, and the settings that only a server of its own has.</summary>
internal static class InstanceOptions
{
    public static Option<string?> Container { get; } = new("--container")
    {
        Description = "A container that exists: its id, name, network alias, published port, or its image where only one runs.",
        HelpName = "NAME",
    };

    public static Option<string?> Protocols { get; } = new("--tls-protocols")
    {
        Description = "Versions of TLS that the server accepts, such as 1.2,1.3.",
        HelpName = "VERSIONS",
    };

    public static Option<string?> Ciphers { get; } = new("--tls-ciphers")
    {
        Description = "The server's cipher suites, as an OpenSSL list.",
        HelpName = "LIST",
    };

    /// <summary>The instance that was named; null where none was.</summary>
    public static async Task<IInstance?> FindAsync(ParseResult parsed, CancellationToken cancellationToken) => parsed.GetValue(Container) is { Length: > 0 } container
        ? new LinuxInstance(await DockerContainers.FindAsync(container, parsed.GetValue(CommonOptions.Force), cancellationToken))
        : null;
}
