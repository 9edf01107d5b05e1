using System.CommandLine;
using SqlTls.Cli.Verbs;
using SqlTls.Provisioning;

namespace SqlTls.Cli;

/// <summary>The words of <c>sqltls</c>: every verb, and what happens when one cannot be understood.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan ToLetGo = TimeSpan.FromMinutes(1);

    // A path or a login may begin with '@', and is no file of further words: a workflow's input could name one.
    private static readonly ParserConfiguration Words = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Makes TLS work on a SQL Server, and proves it.");
        root.Add(AuditVerb.Create(terminal));
        root.Add(UpVerb.Create(terminal));
        root.Add(DownVerb.Create(terminal));
        root.Add(VerifyVerb.Create(terminal));
        root.Add(CertificateVerb.Create(terminal));
        root.Add(TrustVerb.Create(terminal));
        root.Add(ProbeVerb.Create(terminal));
        root.Add(EndpointVerb.Create(terminal));
        root.Add(InstancesVerb.Create(terminal));
        root.Add(ClientVerb.Create(terminal));
        root.Add(ConnectionStringVerb.Create(terminal));
        root.Add(ManifestVerb.Create(terminal));
        return root;
    }

    /// <summary>How long a verb may take to end after Ctrl-C. With some a server is put back and started again, or closed; what only reads is to end at once.</summary>
    public static TimeSpan Patience(ParseResult parsed) => parsed.CommandResult.Command.Name switch
    {
        UpVerb.Name or DownVerb.Name => Provisioner.UndoLimit(TargetOptions.StartLimit(parsed)) + ToLetGo,
        EndpointVerb.Name => TimeSpan.FromSeconds(20),
        _ => TimeSpan.FromSeconds(2),
    };

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        ParseResult parsed = Create(terminal).Parse(args, Words);
        if (parsed.Errors.Count > 0)
        {
            return Verb.Refuse(terminal, parsed);
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Patience(parsed),
        };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }
}
