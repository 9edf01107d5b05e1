using SqlTls.Instances;

namespace SqlTls.Docker.Tests;

public class Failures
{
    private const string Conf = "# mine\n[memory]\nmemorylimitmb = 2048\n";
    private const string Serve = "exec /opt/mssql/bin/sqlservr";

    // What somebody else does to the files between the writing and the start.
    private const string Unreadable = "chmod 000 /var/opt/mssql/tls/*.key 2>/dev/null; " + Serve;
    private const string Mismatched = "for k in /var/opt/mssql/tls/*.key; do [ -s $k ] && openssl genrsa -out /tmp/other 2048 && cp -f --remove-destination /tmp/other $k; done; " + Serve;
    private const string Everything = "cd /var/opt/mssql && sha256sum mssql.conf && find . -path ./log -prune -o -printf '%p %U:%G %m\\n' | sort";

    [RequiresTheory("docker")]
    [InlineData(Unreadable, null, InstanceCodes.Permissions)]
    [InlineData(Mismatched, null, InstanceCodes.CertificateRefused)]
    [InlineData(Serve, "9.9", InstanceCodes.Network)]
    [InlineData(Serve, "9.9", InstanceCodes.Network, "0:0")]
    public async Task Are_named_and_everything_is_put_back_with_owners_and_modes(string command, string? protocols, string code, string? user = null)
    {
        await using Server server = await Server.StartAsync(Conf, user: user, command: command);
        await server.RunAsync("mkdir -p /var/opt/mssql/tls; chmod 750 /var/opt/mssql/tls; chown 10001:0 /var/opt/mssql/tls; chmod 640 /var/opt/mssql/mssql.conf");
        string before = await server.RunAsync(Everything);

        Tool up = await Programs.SqltlsAsync(["up", "--container", server.Id, "--force-encryption", "--output", Path.Combine(Path.GetTempPath(), server.Name), .. protocols is null ? Array.Empty<string>() : ["--tls-protocols", protocols]]);

        Assert.Equal(4, up.ExitCode);
        Assert.Contains(code, up.Error);
        Assert.Equal(before, await server.RunAsync(Everything));
        Assert.Equal(0, (await Server.Docker("exec", "-e", $"SQLCMDPASSWORD={Server.Password}", server.Id, "/opt/mssql-tools18/bin/sqlcmd", "-C", "-Q", "SELECT 1;")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(Path.GetTempPath(), server.Name)));
    }

    [RequiresFact("docker")]
    public async Task Before_there_is_an_error_log_are_told_in_the_servers_last_words()
    {
        string id = (await Server.Docker("create", "sqltls/standin:test")).Output.Trim();
        try
        {
            Tool up = await Programs.SqltlsAsync(["up", "--container", id]);

            Assert.Equal(4, up.ExitCode);
            Assert.Contains(InstanceCodes.Ended, up.Error);
            Assert.Contains("asks for ACCEPT_EULA=Y", up.Error);
        }
        finally
        {
            await Server.Docker("rm", "-f", id);
        }
    }

    [RequiresFact("docker")]
    public async Task Of_a_container_that_did_not_run_leave_it_stopped_and_as_it_was()
    {
        await using Server server = await Server.StartAsync(Conf);
        await Server.Docker("stop", server.Id);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => server.WithAsync(provisioner =>
            provisioner.UpAsync(Server.Forced, (_, _) => Task.FromResult<Finding?>(new Finding("SQLTLS4001", Severity.Error, "The test says so.", "")), CancellationToken.None)));

        Assert.Equal(Failure.RolledBack, refused.Failure);
        Assert.Equal("exited", (await Server.Docker("inspect", "-f", "{{.State.Status}}", server.Id)).Output.Trim());
        await Server.Docker("start", server.Id);
        Assert.Equal(Conf.Trim(), await server.RunAsync($"cat {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
    }
}
