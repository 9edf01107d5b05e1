using System.CommandLine;
using SqlTls.Certificates;
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

    /// <summary>Needs no value: there is a default instance, or only one.</summary>
    public static Option<string?> Instance { get; } = new("--instance")
    {
        Description = "An instance on this Windows machine, by name or id; without a name the default instance, or the only one there is.",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Cng = new("--cng")
    {
        Description = "With --instance: keep the private key in a CNG provider instead of a legacy one of AT_KEYEXCHANGE kind.",
    };

    public static IReadOnlyList<Option> All { get; } = [Endpoint, Container, Instance, Cng, CommonOptions.Force, CommonOptions.Output];

    public static Task<Target> OpenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Cng) && InstanceName(parsed) is null)
        {
            throw new SqlTlsException(Failure.Input, CliCodes.CommandLine, "--cng has no meaning without --instance.", "Leave out --cng, or name a Windows instance.");
        }

        var request = new TargetRequest
        {
            Endpoint = parsed.GetValue(Endpoint),
            Container = parsed.GetValue(Container),
            Instance = InstanceName(parsed),
            KeyStorage = parsed.GetValue(Cng) ? KeyStorage.Cng : KeyStorage.LegacyExchange,
            Force = parsed.GetValue(CommonOptions.Force),
            OutputFolder = parsed.GetValue(CommonOptions.Output)?.FullName,
        };
        request.Check();
        return Target.OpenAsync(request with { Password = ServerOptions.Password(parsed, terminal) }, cancellationToken);
    }

    /// <summary>What stands behind <c>--instance</c>; empty where nothing does, null where it was not said.</summary>
    public static string? InstanceName(ParseResult parsed) => parsed.GetResult(Instance) is null ? null : parsed.GetValue(Instance) ?? "";
}
