using SqlTls.Instances;
using SqlTls.Provisioning;
using SqlTls.Verification;

namespace SqlTls.Docker.Tests;

public class RunningContainer
{
    private const string OwnConf = "# mine\r\n[memory]\r\nMemoryLimitMB = 2048\r\n\r\n; about the network\r\n[Network]\r\nTcpPort=1433\r\n\r\n[sqlagent]\r\nenabled = false";

    [RequiresFact("docker")]
    public async Task Gets_TLS_that_the_real_client_proves()
    {
        await using Server server = await Server.StartAsync();

        ProvisionResult up = await server.UpAsync(Server.Forced);

        Assert.True(up.Changed);
        Assert.Equal(1, up.Restarts);
        VerificationResult proof = await Server.VerifyAsync(up.State);
        Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
        Assert.Equal(CheckOutcome.Passed, proof.Checks.Single(check => check.Id == "encrypted-connection").Outcome);
        Assert.Equal(CheckOutcome.Passed, proof.Checks.Single(check => check.Id == "plaintext-refused").Outcome);
    }

    [RequiresTheory("docker")]
    [InlineData(null, "10001:0")]
    [InlineData("0:0", "0:0")]
    public async Task Gets_a_key_that_only_its_own_user_may_read(string? user, string owner)
    {
        await using Server server = await Server.StartAsync(user: user);

        ProvisionResult up = await server.UpAsync(Server.Forced);

        Assert.Equal($"{owner} 400", await server.RunAsync($"stat -c '%u:%g %a' {up.State.Settings.KeyFile}"));
        Assert.Equal("600", await server.RunAsync("stat -c '%a' /var/opt/mssql/tls/sqltls.json"));
    }

    [RequiresFact("docker")]
    public async Task Keeps_all_else_in_its_settings_file()
    {
        await using Server server = await Server.StartAsync(OwnConf);

        ProvisionResult up = await server.UpAsync(Server.Forced);

        string expected = OwnConf.Replace(
            "TcpPort=1433\r\n",
            $"TcpPort=1433\r\ntlscert = {up.State.Settings.CertificateFile}\r\ntlskey = {up.State.Settings.KeyFile}\r\nforceencryption = 1\r\n");
        Assert.Equal(expected, (await Server.Docker("exec", server.Id, "cat", Server.Conf)).Output);
    }

    [RequiresFact("docker")]
    public async Task Is_left_alone_by_a_second_run_with_the_same_wishes()
    {
        await using Server server = await Server.StartAsync();
        ProvisionResult first = await server.UpAsync(Server.Forced);
        string started = await StartedAsync(server);

        ProvisionResult second = await server.UpAsync(Server.Forced);

        Assert.False(second.Changed);
        Assert.Equal(0, second.Restarts);
        Assert.Equal(first.State.Certificate!.Description.Thumbprint, second.State.Certificate!.Description.Thumbprint);
        Assert.Equal(started, await StartedAsync(server));
    }

    [RequiresFact("docker")]
    public async Task Is_not_touched_by_a_dry_run()
    {
        await using Server server = await Server.StartAsync(OwnConf);
        string before = await EverythingAsync(server);

        Tool up = await Programs.SqltlsAsync(["up", "--container", server.Id, "--force-strict", "--dry-run"]);
        string afterUp = await EverythingAsync(server);
        await server.UpAsync(Server.Forced);
        string set = await EverythingAsync(server);
        Tool down = await Programs.SqltlsAsync(["down", "--container", server.Id, "--dry-run"]);

        Assert.True(up.ExitCode == 0 && up.Output.Contains("restart the server", StringComparison.Ordinal), up.Everything);
        Assert.Equal(before, afterUp);
        Assert.True(down.ExitCode == 0 && down.Output.Contains($"{Server.Conf} becomes what it was", StringComparison.Ordinal), down.Everything);
        Assert.Equal(set, await EverythingAsync(server));
    }

    [RequiresTheory("docker")]
    [InlineData(OwnConf)]
    [InlineData(null)]
    public async Task Is_as_before_after_down(string? conf)
    {
        await using Server server = await Server.StartAsync(conf);
        string before = await server.RunAsync($"sha256sum {Server.Conf}; stat -c '%u:%g %a' {Server.Conf}");
        await server.UpAsync(Server.Forced);
        await server.UpAsync(Server.Forced with { Protocols = "1.2" });

        ProvisionResult down = await server.DownAsync();

        Assert.True(down.Changed);
        Assert.Equal(before, await server.RunAsync($"sha256sum {Server.Conf}; stat -c '%u:%g %a' {Server.Conf}"));
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls"));
        Assert.False((await server.DownAsync()).Changed);
    }

    [RequiresFact("docker")]
    public async Task Is_put_back_when_the_server_cannot_run_with_the_new_settings()
    {
        await using Server server = await Server.StartAsync(OwnConf);
        string before = await server.RunAsync($"sha256sum {Server.Conf}; ls -A /var/opt/mssql/tls");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => server.UpAsync(Server.Forced with { Protocols = "9.9" }));

        Assert.Equal(Failure.RolledBack, refused.Failure);
        Assert.Equal(InstanceCodes.Network, refused.Code);
        Assert.Contains("17182", refused.Message);
        Assert.Equal(before, await server.RunAsync($"sha256sum {Server.Conf}; ls -A /var/opt/mssql/tls"));
        Assert.Equal(0, (await Server.Docker("exec", "-e", $"SQLCMDPASSWORD={Server.Password}", server.Id, "/opt/mssql-tools18/bin/sqlcmd", "-C", "-Q", "SELECT 1;")).ExitCode);
    }

    [RequiresTheory("docker")]
    [InlineData(null)]
    [InlineData("[filelocation]\nerrorlogfile = /var/opt/mssql/log/not-here\n")]
    public async Task That_was_told_by_a_variable_where_to_write_its_error_log_is_followed_there(string? conf)
    {
        await using Server server = await Server.StartAsync(conf, environment: ("MSSQL_ERROR_LOG_FILE", "/var/opt/mssql/own/errors"));

        ProvisionResult up = await server.UpAsync(Server.Forced);

        Assert.True((await Server.VerifyAsync(up.State)).Passed);
        Assert.Equal("2", await server.RunAsync("ls /var/opt/mssql/own/errors* | wc -l"));
    }

    [RequiresFact("docker")]
    public async Task Of_an_older_version_is_not_touched_when_strict_is_asked_for()
    {
        await using Server server = await Server.StartAsync(version: "16.0.4135");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => server.UpAsync(Server.Forced with { ForceStrict = true }));

        Assert.Equal(InstanceCodes.StrictTooOld, refused.Code);
        Assert.Equal("", await server.RunAsync($"ls -A /var/opt/mssql/tls; cat {Server.Conf}"));
    }

    [RequiresFact("docker")]
    public async Task That_is_forced_to_strict_proves_it()
    {
        await using Server server = await Server.StartAsync();

        ProvisionResult up = await server.UpAsync(Server.Forced with { ForceStrict = true });

        VerificationResult proof = await Server.VerifyAsync(up.State);
        Assert.Equal(CheckOutcome.Passed, proof.Checks.Single(check => check.Id == "strict-connection").Outcome);
        Assert.NotEqual("", await server.RunAsync("ls /var/opt/mssql/security/ca-certificates /usr/local/share/ca-certificates"));
    }

    [RequiresFact("docker")]
    public async Task That_is_stopped_is_given_TLS_and_started()
    {
        await using Server server = await Server.StartAsync();
        await Server.Docker("stop", server.Id);

        ProvisionResult up = await server.UpAsync(Server.Forced);

        Assert.Equal(0, up.Restarts);
        VerificationResult proof = await Server.VerifyAsync(up.State);
        Assert.True(proof.Passed, string.Join(Environment.NewLine, proof.Checks.Select(check => $"{check.Id}: {check.Outcome}: {check.Message}")));
    }

    [RequiresFact("docker")]
    public async Task Is_held_by_one_run_at_a_time()
    {
        await using Server server = await Server.StartAsync();

        ProvisionResult[] both = await Task.WhenAll(server.UpAsync(Server.Forced), server.UpAsync(Server.Forced));

        Assert.Equal([0, 1], both.Select(run => run.Restarts).Order());
        Assert.Equal("", (await Server.Docker("volume", "ls", "-q", "--filter", $"name=sqltls-lock-{server.Id[..12]}")).Output);
    }

    [RequiresFact("docker")]
    public async Task Shows_no_secret_to_those_who_inspect_it()
    {
        await using Server server = await Server.StartAsync();
        ProvisionResult up = await server.UpAsync(Server.Forced);
        string key = await server.RunAsync($"sed -n 2p {up.State.Settings.KeyFile}");

        string seen = (await Server.Docker("inspect", server.Id)).Output + (await Server.Docker("logs", server.Id)).Everything;

        Assert.True(key.Length > 40);
        Assert.DoesNotContain(key, seen + await server.RunAsync("cat /var/opt/mssql/tls/sqltls.json"));
    }

    [RequiresTheory("docker")]
    [InlineData(8, null)]
    [InlineData(1, "orders.test")]
    public async Task Gets_a_new_certificate_when_the_old_is_about_to_end_or_lacks_a_name(int renewBefore, string? name)
    {
        await using Server server = await Server.StartAsync();
        ProvisionResult first = await server.UpAsync(Server.Forced);

        ProvisionResult second = await server.UpAsync(Server.Forced with
        {
            Source = new CertificateSource.Made(30),
            RenewBefore = TimeSpan.FromDays(renewBefore),
            Names = name is null ? [] : [SqlTls.Certificates.ServerName.Parse(name)],
        });

        Assert.True(second.Changed);
        Assert.NotEqual(first.State.Certificate!.Description.Thumbprint, second.State.Certificate!.Description.Thumbprint);
        Assert.Equal("1", await server.RunAsync("ls /var/opt/mssql/tls/*.key | wc -l"));
    }

    [RequiresFact("docker")]
    public async Task Whose_settings_file_is_roots_alone_is_told_so()
    {
        await using Server server = await Server.StartAsync(OwnConf);
        await server.RunAsync($"chown 0:0 {Server.Conf}; chmod 444 {Server.Conf}");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => server.UpAsync(Server.Forced));

        // It was running, and does not start again with the file as it was either.
        Assert.Equal(Failure.RollbackFailed, refused.Failure);
        Assert.Contains("may not write /var/opt/mssql/mssql.conf", refused.Message);
        Assert.Contains("mode 444", refused.Message);
        Assert.DoesNotContain("Check protocols", refused.Cure);
    }

    // Its lock would be a volume.
    private static async Task<string> EverythingAsync(Server server) =>
        await StartedAsync(server)
        + (await Server.Docker("volume", "ls", "-q", "--filter", $"name=sqltls-lock-{server.Id[..12]}")).Output
        + string.Join('\n', (await Server.Docker("diff", server.Id)).Output.Split('\n').Order(StringComparer.Ordinal))
        + await server.RunAsync("cd /var/opt/mssql && sha256sum mssql.conf && find . -path ./log -prune -o -printf '%p %U:%G %m %T@ %i\n' | sort");

    private static async Task<string> StartedAsync(Server server) => (await Server.Docker("inspect", "-f", "{{.State.StartedAt}}", server.Id)).Output;
}
