using System.CommandLine;
using SqlTls.Endpoint;
using SqlTls.Instances;

namespace SqlTls.Cli.Verbs;

/// <summary>The words of a command line that name a server.</summary>
internal static class TargetOptions
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

    public static IReadOnlyList<Option> All { get; } = [Endpoint, Container, CommonOptions.Force, CommonOptions.Output];

    public static Task<Target> OpenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = new TargetRequest
        {
            Endpoint = parsed.GetValue(Endpoint),
            Container = parsed.GetValue(Container),
            Force = parsed.GetValue(CommonOptions.Force),
            OutputFolder = parsed.GetValue(CommonOptions.Output)?.FullName,
        };
        request.Check();
        return Target.OpenAsync(request with { Password = ServerOptions.Password(parsed, terminal) }, cancellationToken);
    }
}
