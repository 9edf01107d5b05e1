using System.CommandLine;

namespace SqlTls.Cli.Verbs;

/// <summary>The options that mean the same wherever they stand. A verb adds those it honours.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else.",
    };

    public static Option<DirectoryInfo?> Output { get; } = new("--output")
    {
        Description = "The folder for files. By default .sqltls/NAME in the working folder.",
        HelpName = "DIR",
    };

    public static Option<int> Timeout { get; } = new("--timeout")
    {
        Description = "Seconds that one attempt may take, 1 to 3600; with up and down, the server's stop and its start as well, which have 120 at least.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 15,
    };

    /// <summary>For verbs without arguments: it takes every word up to the next option.</summary>
    public static Option<string[]> DnsName { get; } = Names(several: true);

    /// <summary>For verbs with an argument, which would be swallowed by an option before it that takes several words.</summary>
    public static Option<string[]> DnsNameEach { get; } = Names(several: false);

    public static Option<FileInfo?> Authority { get; } = new("--authority")
    {
        Description = "A certificate file (PEM or DER) to trust, for this command alone.",
        HelpName = "FILE",
    };

    public static Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Say what would be done, and do nothing.",
    };

    public static Option<bool> Force { get; } = new("--force")
    {
        Description = "Go on where the command would rather stop, such as before it replaces a private key.",
    };

    private static Option<string[]> Names(bool several) => new("--dns-name")
    {
        Description = "A DNS name or an IP address that clients use; may be said again. The first is the certificate's CN.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = several,
    };
}
