using System.Globalization;
using System.Runtime.Versioning;
using SqlTls.Settings;

namespace SqlTls.Instances.Linux;

/// <summary>The mssql-server package of this machine: its files, and the systemd unit that runs it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ServiceHost(int owner, int group) : ILinuxHost
{
    private const string Unit = "mssql-server";
    private const string Program = "/opt/mssql/bin/sqlservr";
    private const string User = "mssql";
    private const string LockFolder = "/run/sqltls";
    private const string DefaultPort = "1433";
    private const string LastLines = "5";
    private const string Data = "/var/opt/mssql";
    private static readonly string[] Written = [$"{TlsFiles.Folder}/", $"{Data}/security/"];

    public string Kind => "service";

    public string Name => Unit;

    public bool RunsForMonths => true;

    public bool ActsAsRoot => true;

    /// <summary>Opens it.</summary>
    /// <exception cref="SqlTlsException">SQLTLS3121: this user is not root; SQLTLS3122: there is no such service here.</exception>
    public static async Task<ServiceHost> OpenAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Program))
        {
            throw new SqlTlsException(
                Failure.Surroundings, InstanceCodes.NoService, $"The package mssql-server is not on this machine: there is no {Program}.", "Install it, or name another target.");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new SqlTlsException(
                Failure.Surroundings, InstanceCodes.NotRoot, $"Only root may change the files of {Unit} and restart it.", "Run the same command with sudo.");
        }

        string[]? user = (await File.ReadAllLinesAsync("/etc/passwd", cancellationToken)).Select(line => line.Split(':')).FirstOrDefault(parts => parts.Length > 3 && parts[0] == User);
        return user is null
            ? throw new SqlTlsException(Failure.Surroundings, InstanceCodes.NoService, $"There is no user {User} on this machine, whom the service runs as.", "Install the package mssql-server again.")
            : new ServiceHost(int.Parse(user[2], CultureInfo.InvariantCulture), int.Parse(user[3], CultureInfo.InvariantCulture));
    }

    public async Task<HostState> InspectAsync(MssqlConf conf, CancellationToken cancellationToken)
    {
        string port = conf.Get("network", "tcpport") is { Length: > 0 } own ? own : DefaultPort;
        string address = conf.Get("network", "ipaddress") is { Length: > 0 } bound and not ("0.0.0.0" or "::") ? bound : "127.0.0.1";
        // A unit that is to be restarted after a failure counts as activating, though nothing runs.
        (_, string state) = await LocalCommand.RunAsync("systemctl", ["show", "--property=SubState", "--value", Unit], cancellationToken);
        bool running = state.Trim() is not ("dead" or "failed" or "auto-restart" or "auto-restart-queued" or "");
        string[] names = [.. ThisMachine.Names.Reverse(), "localhost", "127.0.0.1", "::1", address];
        return new HostState(running, owner, group, [$"{address},{port}"], [.. names.Distinct()], Version: null);
    }

    public async Task<HostFile?> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        await RefuseLinksAsync([path], cancellationToken);
        return await LocalFiles.ReadAsync(path, limit, cancellationToken);
    }

    public async Task WriteAsync(IReadOnlyList<HostFile> files, CancellationToken cancellationToken)
    {
        await RefuseLinksAsync(files.Select(file => file.Path), cancellationToken);
        await LocalFiles.WriteAsync(files, cancellationToken);
    }

    public async Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        await RefuseLinksAsync(paths, cancellationToken);
        LocalFiles.Delete(paths);
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        // After several starts that failed systemd refuses another one, also with settings that are good again. A unit that did not fail has nothing to reset.
        _ = await LocalCommand.RunAsync("systemctl", ["reset-failed", Unit], cancellationToken);
        await SystemctlAsync("restart", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => SystemctlAsync("stop", cancellationToken);

    public async Task<string> LastWordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await LocalCommand.RunAsync("journalctl", ["--unit", Unit, "--lines", LastLines, "--output", "cat", "--no-pager"], cancellationToken)).Output;
        }
        catch (SqlTlsException)
        {
            // No journal on this machine: the error log has to do.
            return "";
        }
    }

    public Task<string?> FindAnchorsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(SystemTrust.Stores.Where(store => File.Exists(store.Program)).Select(store => store.Folder).FirstOrDefault());

    public async Task RefreshTrustAsync(CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await LocalCommand.RunAsync("/bin/sh", ["-c", SystemTrust.Refresh], cancellationToken);
        if (exitCode != 0)
        {
            throw Refused("The machine's trust store could not be brought up to date", output);
        }
    }

    // Not /run/lock: everybody may write there.
    public async Task<IAsyncDisposable> LockAsync(Action<string> waiting, CancellationToken cancellationToken)
    {
        await RootFolder.MakeAsync(LockFolder, cancellationToken);
        return await FileLock.TakeAsync($"{LockFolder}/{Unit}.lock", waiting, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // What is written here is read here too. Of a log and of a certificate elsewhere no more than lines and certificates is taken, and nothing is written there.
    private static async Task RefuseLinksAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        foreach (string path in paths.Where(path => path == ConfSettings.Path || Written.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))))
        {
            await ServerLinks.RefuseAsync(Data, path, cancellationToken);
        }
    }

    // A start that fails is told by the error log; what fails here is systemd itself.
    private static async Task SystemctlAsync(string verb, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await LocalCommand.RunAsync("systemctl", [verb, Unit], cancellationToken);
        if (exitCode != 0 && !output.Contains("failed because", StringComparison.Ordinal))
        {
            throw Refused($"systemctl {verb} {Unit} ended with {exitCode}", output);
        }
    }

    private static SqlTlsException Refused(string what, string output) => new(
        Failure.Surroundings,
        InstanceCodes.ServiceRefused,
        $"{what}: {output.ReplaceLineEndings(" ").Trim()}",
        $"Look at systemctl status {Unit}.");
}
