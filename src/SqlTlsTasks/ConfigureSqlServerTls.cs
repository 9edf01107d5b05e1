using System.Collections.Concurrent;
using Microsoft.Build.Framework;
using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Reports;
using SqlTlsTasks.Diagnostics;
using SqlTlsTasks.Items;
using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks;

/// <summary>
/// Gives SQL Servers a certificate and TLS settings, restarts them only if they must, and proves the result; a server that does not come back is put
/// back as it was. It reads passwords from the environment, so a multithreaded build runs it in a process of its own.
/// </summary>
public sealed class ConfigureSqlServerTls : SqlTlsTask
{
    private readonly ConcurrentDictionary<string, ITaskItem> _done = new(StringComparer.Ordinal);

    /// <summary>The servers: <c>SqlTlsInstance</c> items.</summary>
    [Required]
    public ITaskItem[] Instances { get; set; } = [];

    /// <summary>The folder that certificates and reports go to, in a folder for each instance; by default <c>.sqltls</c> in the project's directory.</summary>
    public string OutputDirectory { get; set; } = ".sqltls";

    /// <summary>Seconds that one attempt to connect may take, 1 to 3600; by default 15. A server's stop and its start have as long, and 120 at least.</summary>
    public int Timeout { get; set; } = 15;

    /// <summary>Put the settings back as they were before the first time, instead. No password is needed for it.</summary>
    public bool PutBack { get; set; }

    /// <summary>Report missing <see cref="Instances"/> as a warning (SQLTLS5015) instead of an error, as a build of a solution does.</summary>
    public bool AllowNone { get; set; }

    /// <summary>
    /// For each instance the connection string of Microsoft.Data.SqlClient, without a password. Metadata: Instance, Server, User, PasswordVariable,
    /// Thumbprint, CertificateFile, Authority (their files), Report, Changed, and the strings of other drivers: Odbc, Jdbc, Go, Node, Sqlcmd, Ssms.
    /// </summary>
    [Output]
    public ITaskItem[] ConnectionStrings { get; private set; } = [];

    /// <summary>Settings of a server were changed.</summary>
    [Output]
    public bool Changed { get; private set; }

    /// <inheritdoc/>
    protected override async AsyncTask RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan timeout = TimeLimit.Of(Timeout);
        if (Instances.Length == 0 && !PutBack)
        {
            ReportNothing("There is no SqlTlsInstance to configure.", AllowNone);
        }

        // Every item is held against what it may say before the first server is touched.
        IReadOnlyList<InstanceItem> items = InstanceItem.Read(Instances, ProjectDirectory);
        TargetRequest[] targets = [.. items.Select(item => PutBack ? item.FormerTarget(FullPath(OutputDirectory)) : item.Target(FullPath(OutputDirectory)))];
        SetupRequest?[] setups = [.. items.Zip(targets, (item, target) => PutBack ? null : item.Setup(target, timeout))];
        await AsyncTask.WhenAll(items.Select((item, index) => GuardAsync(item, () => setups[index] is { } setup
            ? UpAsync(item, targets[index], setup, cancellationToken)
            : DownAsync(item, targets[index], cancellationToken))));
        ConnectionStrings = [.. items.Select(item => _done.GetValueOrDefault(item.Name)).OfType<ITaskItem>()];
    }

    // One server that fails leaves the others to come to their end.
    private async AsyncTask GuardAsync(InstanceItem item, Func<AsyncTask> run)
    {
        try
        {
            await run();
        }
        catch (SqlTlsException exception)
        {
            Log.Report(exception, item.Place);
        }
    }

    private async AsyncTask UpAsync(InstanceItem item, TargetRequest wanted, SetupRequest request, CancellationToken cancellationToken)
    {
        Log.LogMessage(MessageImportance.High, "{0}: setting up TLS", item.Name);
        Target target = LivingEndpoint.Take(BuildEngine4, ProjectDirectory, item.Name) ?? await Target.OpenAsync(wanted with { Timeout = request.Timeout }, cancellationToken);
        bool keep = false;
        SetupResult result;
        try
        {
            result = await TlsSetup.RunAsync(
                target.Instance, request with { Password = target.Password }, step => Log.LogMessage("{0}: {1}", item.Name, step), warning => Warn(item, warning), cancellationToken);
            var report = UpReport.Of(result);
            report.WriteTo(target.OutputFolder);
            Log.Report(report.Checks, item.Name, report.Instance.Server, item.Place);
            NoteChange(report.Changed);
            if (HandedOut.Of(item, target.OutputFolder, report) is { } handedOut)
            {
                _done[item.Name] = handedOut;
            }

            keep = target.EndsWithTheProcess;
        }
        finally
        {
            if (!keep)
            {
                await target.DisposeAsync();
            }
        }

        if (keep)
        {
            LivingEndpoint.Keep(BuildEngine4, ProjectDirectory, item.Name, target);
        }

        if (result.Untrusted is { } untrusted)
        {
            throw untrusted;
        }
    }

    private async AsyncTask DownAsync(InstanceItem item, TargetRequest request, CancellationToken cancellationToken)
    {
        await using Target? living = LivingEndpoint.Take(BuildEngine4, ProjectDirectory, item.Name);
        if (request.Endpoint)
        {
            // It ends with the build that started it, and leaves nothing to put back.
            NoteChange(living is not null);
            return;
        }

        await using Target target = await Target.OpenAsync(request, cancellationToken);
        ProvisionResult result = await TlsSetup.DownAsync(
            target.Instance, target.OutputFolder, step => Log.LogMessage("{0}: {1}", item.Name, step), warning => Warn(item, warning), cancellationToken);
        NoteChange(result.Changed);
        Log.LogMessage(MessageImportance.High, result.Changed ? "{0}: as it was before the first SqlTlsUp" : "{0}: nothing to put back", item.Name);
    }

    private void Warn(InstanceItem item, Finding warning) =>
        Log.Report(Severity.Warning, warning.Code, item.Place, $"{item.Name}: {warning.Message} {warning.Cure}".TrimEnd());

    // Several servers at once come here: none of them takes back what another says.
    private void NoteChange(bool changed)
    {
        if (changed)
        {
            Changed = true;
        }
    }
}
