using System.Text.Json;
using SqlTls.Instances;

namespace SqlTls.Docker.Tests;

/// <summary>The layout of the mssql-server package, with a systemctl of the test's own: systemd and the package itself are not here.</summary>
public class Service
{
    private const string Conf = "# mine\n[memory]\nmemorylimitmb = 2048\n";
    private const string Everything = "cd /var/opt/mssql && sha256sum mssql.conf && find . -path ./log -prune -o -printf '%p %U:%G %m\\n' | sort";

    [RequiresFact("docker")]
    public async Task Gets_TLS_keeps_it_and_is_as_before_after_down()
    {
        await using ToolContainer machine = await StartAsync();
        await machine.RunAsync("mkdir -p /var/opt/mssql/tls && chown 10001:0 /var/opt/mssql/tls");
        string before = await machine.RunAsync(Everything);

        Tool up = await machine.SqltlsAsync("up", "--service", "--days", "90", "--force-encryption", "--output", "/tmp/out", "--json");
        Assert.True(up.ExitCode == 0, up.Everything);
        using var report = JsonDocument.Parse(up.Output);
        Assert.Equal("service", report.RootElement.GetProperty("instance").GetProperty("kind").GetString());
        Assert.Equal(1, report.RootElement.GetProperty("restarts").GetInt32());
        Assert.All(report.RootElement.GetProperty("checks").EnumerateArray(), check => Assert.NotEqual("failed", check.GetProperty("outcome").GetString()));
        Assert.Equal("10001:0 400", await machine.RunAsync("stat -c '%u:%g %a' /var/opt/mssql/tls/*.key"));
        Assert.StartsWith(Conf.Trim(), await machine.RunAsync("cat /var/opt/mssql/mssql.conf"));

        Tool second = await machine.SqltlsAsync("up", "--service", "--days", "90", "--force-encryption", "--output", "/tmp/out", "--json");
        Assert.Contains("\"changed\": false", second.Output);
        Assert.Equal("1", await machine.RunAsync("grep -c '^restart mssql-server' /var/log/systemctl.calls"));

        Tool down = await machine.SqltlsAsync("down", "--service");
        Assert.True(down.ExitCode == 0, down.Everything);
        Assert.Equal(before, await machine.RunAsync(Everything));
    }

    [RequiresFact("docker")]
    public async Task Is_put_back_when_it_cannot_run_with_the_new_settings()
    {
        await using ToolContainer machine = await StartAsync();
        await machine.RunAsync("mkdir -p /var/opt/mssql/tls && chown 10001:0 /var/opt/mssql/tls");
        string before = await machine.RunAsync(Everything);

        Tool up = await machine.SqltlsAsync("up", "--service", "--days", "90", "--tls-protocols", "9.9", "--output", "/tmp/out");

        Assert.True(up.ExitCode == 4, up.Everything);
        Assert.Contains(InstanceCodes.Network, up.Error);
        Assert.Equal(before, await machine.RunAsync(Everything));
        Assert.Equal("active", await machine.RunAsync("systemctl is-active mssql-server"));
    }

    [RequiresTheory("docker")]
    [InlineData("locked", "up")]
    [InlineData("journaled", "up")]
    [InlineData("applied", "up")]
    [InlineData("restarted", "up")]
    [InlineData("proved", "up")]
    [InlineData("done", "up")]
    [InlineData("restored", "fail")]
    public async Task Whose_run_was_killed_starts_and_is_finished_by_the_next_run(string boundary, string kind)
    {
        await using ToolContainer machine = await StartAsync();
        await machine.RunAsync("mkdir -p /var/opt/mssql/tls && chown 10001:0 /var/opt/mssql/tls");
        string before = await machine.RunAsync(Everything);

        Tool killed = await machine.KilledAsync(boundary, kind);
        Assert.True(killed.ExitCode == 137, killed.Everything);
        await ComeUpAgainAsync(machine);
        Tool up = await machine.SqltlsAsync("up", "--service", "--days", "90", "--force-encryption", "--output", "/tmp/out");
        Assert.True(up.ExitCode == 0, up.Everything);

        Tool down = await machine.SqltlsAsync("down", "--service");
        Assert.True(down.ExitCode == 0, down.Everything);
        Assert.Equal(before, await machine.RunAsync(Everything));
    }

    [RequiresTheory("docker")]
    [InlineData("restored")]
    [InlineData("restarted")]
    public async Task Whose_down_was_killed_starts_and_is_finished_by_the_next_down(string boundary)
    {
        await using ToolContainer machine = await StartAsync();
        await machine.RunAsync("mkdir -p /var/opt/mssql/tls && chown 10001:0 /var/opt/mssql/tls");
        string before = await machine.RunAsync(Everything);
        Tool up = await machine.SqltlsAsync("up", "--service", "--days", "90", "--output", "/tmp/out");
        Assert.True(up.ExitCode == 0, up.Everything);

        Tool killed = await machine.KilledAsync(boundary, "down");
        Assert.True(killed.ExitCode == 137, killed.Everything);
        await ComeUpAgainAsync(machine);
        Tool down = await machine.SqltlsAsync("down", "--service");

        Assert.True(down.ExitCode == 0, down.Everything);
        Assert.Equal(before, await machine.RunAsync(Everything));
    }

    [RequiresFact("docker")]
    public async Task Refuses_before_anything_who_is_not_root_and_who_names_no_lifetime()
    {
        await using ToolContainer machine = await StartAsync();
        string before = await machine.RunAsync(Everything);

        Tool user = await machine.SqltlsAsync("10001", ["up", "--service", "--days", "90"]);
        Tool noDays = await machine.SqltlsAsync("up", "--service");

        Assert.Equal(3, user.ExitCode);
        Assert.Contains(InstanceCodes.NotRoot, user.Error);
        Assert.Equal(2, noDays.ExitCode);
        Assert.Contains(InstanceCodes.DaysNotSaid, noDays.Error);
        Assert.Equal(before, await machine.RunAsync(Everything));
    }

    [RequiresFact("docker")]
    public async Task Does_nothing_for_its_own_user_that_only_root_may()
    {
        await using ToolContainer machine = await StartAsync();
        Tool up = await machine.SqltlsAsync("up", "--service", "--days", "90", "--output", "/tmp/out");
        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.Equal("0:0 600", await machine.RunAsync("stat -c '%u:%g %a' /var/opt/mssql/tls/sqltls.json"));
        await machine.RunAsync("echo secret >/etc/victim && chmod 600 /etc/victim");

        await machine.RunAsync("cd /var/opt/mssql && mv mssql.conf own.conf && ln -s /etc/victim mssql.conf && chown -h 10001:0 mssql.conf");
        Tool linked = await machine.SqltlsAsync("down", "--service");
        await machine.RunAsync("cd /var/opt/mssql && mv own.conf mssql.conf && chown 10001:0 tls tls/sqltls.json && sed -i 's#/var/opt/mssql/tls/sqltls-[0-9a-f]*.key#/etc/victim#' tls/sqltls.json");
        Tool owned = await machine.SqltlsAsync("down", "--service");
        await machine.RunAsync("chown 0:0 /var/opt/mssql/tls/sqltls.json");
        Tool forged = await machine.SqltlsAsync("down", "--service");

        Assert.Equal([3, 3, 3], new[] { linked, owned, forged }.Select(run => run.ExitCode));
        Assert.Contains(InstanceCodes.ForeignLink, linked.Error);
        Assert.Contains(InstanceCodes.Journal, owned.Error);
        Assert.Contains("chown 0:0", owned.Error);
        Assert.Contains(InstanceCodes.Journal, forged.Error);
        Assert.Equal("secret 0:0 600", await machine.RunAsync("echo $(cat /etc/victim) $(stat -c '%u:%g %a' /etc/victim)"));
    }

    // With nobody's help: the log of the start before says the same.
    private static async Task ComeUpAgainAsync(ToolContainer machine)
    {
        await machine.RunAsync("rm -f /var/opt/mssql/log/errorlog; systemctl restart mssql-server");
        Assert.Equal("up", await machine.RunAsync("for i in $(seq 600); do grep -qs 'Recovery is complete' /var/opt/mssql/log/errorlog && echo up && break; sleep 0.1; done"));
    }

    private static async Task<ToolContainer> StartAsync()
    {
        ToolContainer machine = await ToolContainer.StartAsync("sqltls/standin:test", "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={Server.Password}");
        await machine.RunAsync("cat >/usr/bin/systemctl && chmod 755 /usr/bin/systemctl", await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "systemctl")));
        await machine.RunAsync("cat >/var/opt/mssql/mssql.conf && chown 10001:0 /var/opt/mssql/mssql.conf && chmod 640 /var/opt/mssql/mssql.conf", Conf);
        await machine.RunAsync("systemctl start mssql-server; until grep -q 'Recovery is complete' /var/opt/mssql/log/errorlog; do sleep 0.1; done");
        return machine;
    }
}
