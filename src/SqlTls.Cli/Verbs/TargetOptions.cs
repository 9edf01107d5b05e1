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

    private static readonly Option<bool> Service = new("--service")
    {
        Description = "The mssql-server package of this Linux machine; needs root.",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = "An image to make a container of: it has TLS from its first start. With down, that container is removed.",
        HelpName = "IMAGE",
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "With --image: the container's name. By default sqltls- and the image's own.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Publish = new("--publish")
    {
        Description = "With --image: PORT on 127.0.0.1, or ADDRESS:PORT; 0 is any free port. By default 1433, or a free one where that is taken.",
        HelpName = "WHERE",
    };

    private static readonly Option<bool> AcceptEula = new("--accept-eula")
    {
        Description = "With --image: you accept SQL Server's licence (https://hub.docker.com/r/microsoft/mssql-server).",
    };

    public static IReadOnlyList<Option> OfDown { get; } = [Container, Image, Name, Service, Instance, Endpoint, CommonOptions.Force, CommonOptions.Output];

    public static IReadOnlyList<Option> OfUp { get; } = [.. OfDown, AcceptEula, Publish, Cng];

    /// <summary>The words, held against each other before anything is looked for.</summary>
    public static TargetRequest Read(ParseResult parsed)
    {
        bool isUp = parsed.CommandResult.Command.Options.Contains(AcceptEula);
        var request = new TargetRequest
        {
            Endpoint = parsed.GetValue(Endpoint),
            Container = parsed.GetValue(Container),
            Instance = InstanceName(parsed),
            KeyStorage = isUp && parsed.GetValue(Cng) ? KeyStorage.Cng : KeyStorage.LegacyExchange,
            Image = parsed.GetValue(Image),
            Name = parsed.GetValue(Name),
            Service = parsed.GetValue(Service),
            Publish = isUp ? parsed.GetValue(Publish) : null,
            AcceptEula = !isUp || parsed.GetValue(AcceptEula),
            Force = parsed.GetValue(CommonOptions.Force),
            Timeout = ServerOptions.Timeout(parsed),
            OutputFolder = parsed.GetValue(CommonOptions.Output)?.FullName,
        };
        request.Check();
        return request;
    }

    /// <summary>How long the server's start may take by the words, which may be out of range.</summary>
    public static TimeSpan StartLimit(ParseResult parsed) => new TargetRequest { Timeout = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(CommonOptions.Timeout), 1, 3600)) }.StartLimit;

    /// <summary>What stands behind <c>--instance</c>; empty where nothing does, null where it was not said.</summary>
    public static string? InstanceName(ParseResult parsed) => parsed.GetResult(Instance) is null ? null : parsed.GetValue(Instance) ?? "";

    public static Task<Target> OpenAsync(TargetRequest request, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken) =>
        Target.OpenAsync(request with { Password = ServerOptions.Password(parsed, terminal) }, cancellationToken);
}
