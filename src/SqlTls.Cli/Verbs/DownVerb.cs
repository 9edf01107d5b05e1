using System.CommandLine;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary><c>sqltls down</c>: the settings as they were before the first <c>up</c>.</summary>
internal static class DownVerb
{
    public const string Name = "down";

    public static Command Create(Terminal terminal) => Verb.Create(
        Name,
        "Puts the settings back as they were before the first up, byte for byte, and takes away what up --trust made clients trust. A container that up --image made is removed.",
        "sqltls down --container mssql",
        [.. TargetOptions.OfDown, ServerOptions.PasswordFromInput, CommonOptions.Timeout, CommonOptions.Json, CommonOptions.DryRun],
        terminal,
        (parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        await using Target target = await TargetOptions.OpenAsync(TargetOptions.Read(parsed), parsed, terminal, cancellationToken);
        IInstance instance = target.Instance;
        if (parsed.GetValue(CommonOptions.DryRun))
        {
            PlanOutput.Print(await TlsSetup.PlanDownAsync(instance, target.OutputFolder, cancellationToken), parsed.GetValue(CommonOptions.Json), terminal);
            return 0;
        }

        ProvisionResult result = await terminal.WorkAsync($"Putting back {instance.Name}", say => TlsSetup.DownAsync(instance, target.OutputFolder, say, cancellationToken: cancellationToken));
        await terminal.Out.WriteLineAsync(parsed.GetValue(CommonOptions.Json) ? ReportJson.Write(new DownReport(1, result.Changed, result.Restarts))
            : result.Changed ? $"{instance.Name} is as it was before the first up."
            : $"{instance.Name} has nothing of sqltls; nothing was changed.");
        return 0;
    }
}
