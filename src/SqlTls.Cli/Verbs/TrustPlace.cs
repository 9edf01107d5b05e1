using System.CommandLine;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Trust;

namespace SqlTls.Cli.Verbs;

/// <summary>Where <c>sqltls trust</c> is to look or to change something, by its options.</summary>
internal static class TrustPlace
{
    internal static readonly string[] Scopes = ["step", "user", "machine"];

    public static Option<string?> Scope { get; } = new Option<string?>("--scope")
    {
        Description = "Who is to trust: programs of this shell or job, .NET programs of this user (Linux), or the whole machine. By default step; with --container, machine.",
        HelpName = "step|user|machine",
    }.AcceptOnlyFromAmong(Scopes);

    public static Option<string?> Container { get; } = new("--container")
    {
        Description = "Change what the system in a running container trusts, and not this machine.",
        HelpName = "NAME",
    };

    /// <summary>Neither scope nor container was said.</summary>
    public static bool IsOpen(ParseResult parsed) => parsed.GetValue(Scope) is null && parsed.GetValue(Container) is null;

    public static TrustScope ScopeOf(ParseResult parsed)
    {
        bool inContainer = parsed.GetValue(Container) is not null;
        string scope = parsed.GetValue(Scope) ?? (inContainer ? "machine" : "step");
        return inContainer && scope != "machine"
            ? throw Refuse("A container has the machine scope alone.", "Leave --scope out, or --container.")
            : Enum.Parse<TrustScope>(scope, ignoreCase: true);
    }

    public static Task<ITrustStore> OpenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken) =>
        OpenAsync(parsed, ScopeOf(parsed), terminal, cancellationToken);

    public static async Task<ITrustStore> OpenAsync(ParseResult parsed, TrustScope scope, Terminal terminal, CancellationToken cancellationToken) =>
        parsed.GetValue(Container) is { } container
            ? await TrustStores.InContainerAsync(container, cancellationToken)
            : TrustStores.Open(scope, StepFolder(parsed), terminal.Variable);

    /// <summary>The same place as that of <c>up --trust step</c> with the same --output.</summary>
    public static string StepFolder(ParseResult parsed) =>
        parsed.GetValue(CommonOptions.Output) is { } output ? TrustStores.StepFolder(output.FullName) : Path.GetFullPath(StepTrust.DefaultFolder);

    /// <summary>The place in words.</summary>
    public static string Describe(ParseResult parsed) => parsed.GetValue(Container) is { } container ? $"container {container}" : ScopeOf(parsed) switch
    {
        TrustScope.Step => StepFolder(parsed),
        TrustScope.User => "this user's store",
        _ => "this machine's store",
    };

    /// <summary>Is it a container in which something was trusted, and that is no more?</summary>
    public static async Task<bool> IsGoneAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (Remembered(parsed) is null)
        {
            return false;
        }

        try
        {
            _ = await TrustStores.InContainerAsync(parsed.GetValue(Container)!, cancellationToken);
            return false;
        }
        catch (SqlTlsException exception) when (exception.Code == InstanceCodes.NoContainer)
        {
            return true;
        }
    }

    public static Task ForgetAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        TrustedPlaces.OfThisUser.SetAsync(Remembered(parsed)!, isTrusting: false, cancellationToken);

    public static SqlTlsException Refuse(string message, string cure) => new(Failure.Input, CliCodes.CommandLine, message, cure);

    private static TrustedPlace? Remembered(ParseResult parsed) =>
        TrustedPlaces.OfThisUser.Read().FirstOrDefault(place => place.Kind == TrustedPlace.Container && place.Name == parsed.GetValue(Container));
}
