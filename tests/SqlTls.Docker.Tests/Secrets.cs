using System.Collections.Concurrent;
using System.Text;

namespace SqlTls.Docker.Tests;

public sealed class Secrets : IDisposable
{
    private readonly string _canary = $"Canary-{Guid.NewGuid():N}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresTheory("docker")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_in_no_output_file_label_argument_or_environment(bool byVariable)
    {
        await using Server server = await Server.StartAsync(password: _canary);
        using var done = new CancellationTokenSource();
        Task<string> watching = Task.Run(() => Watch(done.Token));

        Tool up = await Programs.SqltlsAsync(
            ["up", "--container", server.Id, "--force-encryption", "--password-stdin", "--output", _folder.Path],
            [new("SQLTLS_PASSWORD", byVariable ? _canary : null), new("MSSQL_SA_PASSWORD", byVariable ? _canary : null), new("SQLTLS_CERTIFICATE_PASSWORD", byVariable ? _canary : null)],
            byVariable ? "" : _canary + "\n");
        await done.CancelAsync();
        string processes = await watching;

        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.Contains("SqlTls.Cli.dll", processes);
        Assert.Contains("SqlTls.Connector", processes);
        string key = await server.RunAsync("sed -n 2p /var/opt/mssql/tls/sqltls-*.key");
        Assert.True(key.Length > 40);
        string files = string.Concat(Directory.EnumerateFiles(_folder.Path).Select(File.ReadAllText));
        string kept = await server.RunAsync("cat /var/opt/mssql/tls/sqltls.json /var/opt/mssql/mssql.conf /var/opt/mssql/log/errorlog");
        string container = (await Server.Docker("inspect", "-f", "{{json .Config.Labels}} {{json .Args}}", server.Id)).Output + (await Server.Docker("logs", server.Id)).Everything;
        Assert.All([up.Everything, files, kept, container, processes], text => Assert.DoesNotContain(_canary, text));
        Assert.All([up.Everything, files, kept, container, processes], text => Assert.DoesNotContain(key, text));
    }

    [RequiresFact("docker")]
    public async Task Are_in_nothing_that_a_failing_run_and_the_one_that_takes_back_say_with_a_trace_or_leave_anywhere()
    {
        // The key is gone when everything is put back: the server keeps what it saw.
        await using Server server = await Server.StartAsync(
            command: "for k in /var/opt/mssql/tls/*.key; do [ -s $k ] && cat $k >>/tmp/seen; done; exec /opt/mssql/bin/sqlservr", password: _canary);
        KeyValuePair<string, string?>[] environment = [new("SQLTLS_PASSWORD", _canary), new("SQLTLS_TRACE", "1")];
        using var done = new CancellationTokenSource();
        Task<string> watching = Task.Run(() => Watch(done.Token));
        Task<string> locks = WatchLocksAsync(done.Token);

        Tool failed = await Programs.SqltlsAsync(["up", "--container", server.Id, "--tls-protocols", "9.9", "--output", _folder.File("out")], environment);
        Tool up = await Programs.SqltlsAsync(["up", "--container", server.Id, "--output", _folder.File("out")], environment);
        Tool down = await Programs.SqltlsAsync(["down", "--container", server.Id, "--output", _folder.File("out")], environment);
        await done.CancelAsync();
        string processes = await watching;
        string labels = await locks;

        Assert.True(failed.ExitCode == 4, failed.Everything);
        Assert.Contains("SqlTlsException", failed.Error);
        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.True(down.ExitCode == 0, down.Everything);
        Assert.Contains("sqltls.holder=sqltls, process", labels);
        string[] keys = (await server.RunAsync("grep -A1 BEGIN /tmp/seen | grep -v -e BEGIN -e ^--")).Split('\n');
        Assert.True(keys.Distinct().Count() >= 2 && keys.All(key => key.Length > 40), string.Join('\n', keys));
        string kept = await server.RunAsync("cat /var/opt/mssql/mssql.conf /var/opt/mssql/log/errorlog*; ls -A /var/opt/mssql/tls");
        string container = (await Server.Docker("inspect", "-f", "{{json .Config.Labels}} {{json .Args}}", server.Id)).Output + (await Server.Docker("logs", server.Id)).Everything;
        string files = string.Concat(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (string secret in keys.Append(_canary))
        {
            Assert.All([failed.Everything, up.Everything, down.Everything, processes, labels, kept, container, files], text => Assert.DoesNotContain(secret, text));
        }
    }

    // The volume that is a run's lock is gone when the run ends.
    private static async Task<string> WatchLocksAsync(CancellationToken done)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!done.IsCancellationRequested)
        {
            seen.Add((await Server.Docker("volume", "ls", "--filter", "name=sqltls-lock-", "--format", "{{.Labels}}")).Output);
        }

        return string.Join('\n', seen);
    }

    // Arguments and environments of every process there is, but for servers and the tool itself: theirs the user gave them.
    private static string Watch(CancellationToken done)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        while (!done.IsCancellationRequested)
        {
            foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                string environment = Read($"{process}/environ");
                if (!environment.Contains("ACCEPT_EULA", StringComparison.Ordinal) && !environment.Contains("SQLCMDPASSWORD", StringComparison.Ordinal))
                {
                    // Without arguments it has ended since, and nobody can say whose environment that was.
                    string arguments = Read($"{process}/cmdline");
                    if (arguments.Length == 0)
                    {
                        continue;
                    }

                    seen.TryAdd(arguments.Contains("SqlTls.Cli.dll", StringComparison.Ordinal) ? arguments : arguments + "\n" + environment, true);
                }
            }
        }

        return string.Join('\n', seen.Keys);
    }

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return "";
        }
    }
}
