using System.Diagnostics;

namespace SqlTls.Docker.Tests;

public sealed class Interrupting : IDisposable
{
    private const int Interrupted = 130;
    private const string Conf = "# mine\n[memory]\nmemorylimitmb = 2048\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("docker")]
    public async Task With_CtrlC_puts_everything_back_and_leaves_a_server_that_runs()
    {
        await using Server server = await Server.StartAsync(Conf);
        using Process up = Programs.StartSqltls("up", "--container", server.Id, "--force-encryption", "--output", _folder.File("out"));
        // The certificate is in place: from here on there is something to put back.
        await server.RunAsync("for i in $(seq 600); do ls /var/opt/mssql/tls/*.crt 2>/dev/null && break; sleep 0.1; done");

        await up.InterruptAsync();
        Tool ended = await Programs.EndAsync(up);

        Assert.True(ended.ExitCode == Interrupted, ended.Everything);
        Assert.Equal(Conf.Trim(), await server.RunAsync($"cat {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
        Assert.Equal(0, (await Server.Docker("exec", "-e", $"SQLCMDPASSWORD={Server.Password}", server.Id, "/opt/mssql-tools18/bin/sqlcmd", "-C", "-Q", "SELECT 1;")).ExitCode);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [RequiresFact("docker")]
    public async Task A_run_makes_the_next_one_wait_and_say_for_whom()
    {
        await using Server server = await Server.StartAsync();
        using Process first = await Programs.PausedAsync(server.Id, "locked");
        using Process second = Programs.StartSqltls("up", "--container", server.Id, "--force-encryption", "--output", _folder.File("out"));
        string? said = await second.StandardError.ReadLineAsync();
        while (said is not null && !said.Contains("waiting", StringComparison.Ordinal))
        {
            said = await second.StandardError.ReadLineAsync();
        }

        await first.StandardInput.WriteLineAsync();
        Tool one = await Programs.EndAsync(first);
        Tool two = await Programs.EndAsync(second);

        Assert.Contains($"process {first.Id}", said);
        Assert.True(one.ExitCode == 0, one.Everything);
        Assert.True(two.ExitCode == 0, two.Everything);
    }
}
