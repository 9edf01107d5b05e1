using SqlTls.Endpoint;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

/// <summary>Servers that start slowly, elsewhere, or by themselves.</summary>
public class Boots
{
    // With a certificate, it goes down again each of the first two times that it is up.
    private const string StartsThrice = """
        while ls /var/opt/mssql/tls/*.key 2>/dev/null && starts=$(cat /var/opt/mssql/starts 2>/dev/null || echo 0) && [ "$starts" -lt 2 ]; do
          echo $((starts + 1)) >/var/opt/mssql/starts
          rm -f /var/opt/mssql/log/errorlog
          /opt/mssql/bin/sqlservr & server=$!
          until grep -qs 'Recovery is complete' /var/opt/mssql/log/errorlog; do sleep 0.1; done
          kill $server
          wait $server
          sleep 1
        done
        exec /opt/mssql/bin/sqlservr
        """;

    private const string Conf = "# mine\n[memory]\nmemorylimitmb = 2048\n";

    [RequiresFact("docker")]
    public async Task That_fail_are_undone_also_where_the_engine_starts_the_container_again_and_again()
    {
        string id = await RunAsync("--restart", "always");
        try
        {
            Tool up = await Programs.SqltlsAsync(["up", "--container", id, "--force-encryption", "--tls-protocols", "9.9", "--output", Path.Combine(Path.GetTempPath(), id)]);

            Assert.True(up.ExitCode == 4, up.Everything);
            Assert.Contains(InstanceCodes.Network, up.Error);
            await WaitAsync(id);
            Assert.Equal("", await ExecAsync(id, "ls -A /var/opt/mssql/tls; cat /var/opt/mssql/mssql.conf 2>/dev/null"));
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id);
        }
    }

    [RequiresFact("docker")]
    public async Task That_happen_twice_more_by_themselves_are_waited_for()
    {
        await using Server server = await Server.StartAsync(command: StartsThrice);

        Tool up = await Programs.SqltlsAsync(["up", "--container", server.Id, "--force-encryption", "--output", Path.Combine(Path.GetTempPath(), server.Id)]);

        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.Equal("2", await server.RunAsync("cat /var/opt/mssql/starts"));
    }

    [RequiresFact("docker")]
    public async Task That_take_longer_than_the_limit_are_undone_and_the_message_says_how_to_give_them_more()
    {
        await using Server server = await Server.StartAsync(Conf, command: "ls /var/opt/mssql/tls/*.key 2>/dev/null && exec sleep 600; exec /opt/mssql/bin/sqlservr");
        await using var instance = new LinuxInstance(await DockerContainers.FindAsync(server.Id, force: false, CancellationToken.None), TimeSpan.FromSeconds(20));

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => new Provisioner(instance).UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None));

        Assert.Equal(InstanceCodes.NotUpInTime, refused.Code);
        Assert.Equal(Failure.RolledBack, refused.Failure);
        Assert.Contains("--timeout 40", refused.Cure);
        Assert.Equal(Conf.Trim(), await server.RunAsync($"cat {Server.Conf}"));
    }

    [RequiresFact("docker")]
    public async Task Have_the_time_that_was_asked_for_where_that_is_more_than_usual()
    {
        string id = (await Server.Docker("create", "sqltls/standin:test")).Output.Trim();
        try
        {
            await using Target patient = await Target.OpenAsync(new TargetRequest { Container = id, Timeout = TimeSpan.FromMinutes(20) });
            await using Target usual = await Target.OpenAsync(new TargetRequest { Container = id, Timeout = TimeSpan.FromSeconds(15) });

            Assert.Equal(TimeSpan.FromMinutes(20), patient.Instance.StartLimit);
            Assert.Equal(TimeSpan.FromMinutes(2), usual.Instance.StartLimit);
        }
        finally
        {
            await Server.Docker("rm", id);
        }
    }

    [RequiresFact("docker")]
    public async Task That_move_the_published_port_are_told_and_the_new_one_is_proved()
    {
        string id = await RunAsync("-p", "127.0.0.1::1433");
        try
        {
            await WaitAsync(id);
            List<string> said = [];
            await using var instance = new LinuxInstance(await DockerContainers.FindAsync(id, force: false, CancellationToken.None));
            string before = (await instance.ReadAsync(CancellationToken.None)).Published!;

            ProvisionResult up = await new Provisioner(instance, said.Add).UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None);

            Assert.NotEqual(before, up.State.Published);
            Assert.Contains(said, words => words.Contains(InstanceCodes.PortChanged, StringComparison.Ordinal) && words.Contains(up.State.Published!, StringComparison.Ordinal));
            Assert.True((await Server.VerifyAsync(up.State)).Passed);
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id);
        }
    }

    private static async Task<string> RunAsync(params string[] options) =>
        (await Server.Docker(["run", "-d", "-e", "ACCEPT_EULA=Y", "-e", $"MSSQL_SA_PASSWORD={Server.Password}", .. options, "sqltls/standin:test"])).Output.Trim();

    private static Task<string> WaitAsync(string id) => ExecAsync(id, "for i in $(seq 600); do grep -qs 'Recovery is complete' /var/opt/mssql/log/errorlog && break; sleep 0.1; done");

    private static async Task<string> ExecAsync(string id, string command) => (await Server.Docker("exec", "--user", "0", id, "/bin/sh", "-c", command)).Output.Trim();
}
