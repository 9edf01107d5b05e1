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
                    string arguments = Read($"{process}/cmdline");
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
