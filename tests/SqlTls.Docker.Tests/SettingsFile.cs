using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Docker.Tests;

public class SettingsFile
{
    private const string Conf = "# mine\n[memory]\nmemorylimitmb = 2048\n";
    private const string Real = "/var/opt/mssql/own/real.conf";

    [RequiresFact("docker")]
    public async Task That_is_a_link_stays_one()
    {
        await using Server server = await Server.StartAsync(Conf);
        await server.RunAsync($"mkdir /var/opt/mssql/own && mv {Server.Conf} {Real} && ln -s own/real.conf {Server.Conf} && chown -R 10001:0 /var/opt/mssql/own");

        ProvisionResult up = await server.UpAsync(Server.Forced);
        Assert.True((await Server.VerifyAsync(up.State)).Passed);
        Assert.Equal("own/real.conf", await server.RunAsync($"readlink {Server.Conf}"));
        await server.DownAsync();

        Assert.Equal("own/real.conf", await server.RunAsync($"readlink {Server.Conf}"));
        Assert.Equal(Conf.Trim(), await server.RunAsync($"cat {Real}"));
    }

    [RequiresFact("docker")]
    public async Task That_is_mounted_by_itself_is_refused_before_anything_is_changed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("mssql.conf"), Conf);
        string id = (await Server.Docker("run", "-d", "-v", $"{folder.File("mssql.conf")}:{Server.Conf}", "sqltls/standin:test", "sleep", "60")).Output.Trim();
        try
        {
            Tool up = await Programs.SqltlsAsync(["up", "--container", id]);

            Assert.Equal(3, up.ExitCode);
            Assert.Contains(InstanceCodes.MountedSettings, up.Error);
            Assert.Equal(Conf, await File.ReadAllTextAsync(folder.File("mssql.conf")));
        }
        finally
        {
            await Server.Docker("rm", "-f", "-v", id);
        }
    }

    [RequiresFact("docker")]
    public async Task With_a_byte_order_mark_loses_it_and_takes_effect()
    {
        await using Server server = await Server.StartAsync("\uFEFF" + Conf);
        List<string> said = [];

        ProvisionResult up = await server.WithAsync(provisioner => provisioner.UpAsync(Server.Forced, Server.ProveAsync, CancellationToken.None), said.Add);

        Assert.Contains(said, words => words.Contains(InstanceCodes.ByteOrderMark, StringComparison.Ordinal));
        Assert.True((await Server.VerifyAsync(up.State)).Passed);
        Assert.StartsWith("# mine", (await Server.Docker("exec", server.Id, "cat", Server.Conf)).Output);
    }

    [RequiresFact("docker")]
    public async Task That_was_right_and_got_a_byte_order_mark_loses_it_and_keeps_its_settings()
    {
        await using Server server = await Server.StartAsync(Conf);
        ProvisionResult first = await server.UpAsync(Server.Forced);
        string before = await server.RunAsync($"sha256sum {Server.Conf}");
        await server.RunAsync($"printf '\\357\\273\\277' >/tmp/marked; cat {Server.Conf} >>/tmp/marked; cat /tmp/marked >{Server.Conf}");
        Assert.True(await server.ComesUpAgainAsync());

        ProvisionResult second = await server.UpAsync(new TlsRequest(new CertificateSource.Made()));

        Assert.Equal((true, 1), (second.Changed, second.Restarts));
        Assert.Equal(before, await server.RunAsync($"sha256sum {Server.Conf}"));
        Assert.Equal(first.State.Certificate!.Description.Thumbprint, second.State.Certificate!.Description.Thumbprint);
        Assert.True((await Server.VerifyAsync(second.State)).Passed);
    }

    [RequiresFact("docker")]
    public async Task That_has_to_go_from_a_stopped_container_is_deleted_by_the_next_run_that_sees_it_running()
    {
        await using Server server = await Server.StartAsync();
        await server.UpAsync(Server.Forced with { ForceStrict = true });
        await Server.Docker("stop", server.Id);

        await server.DownAsync();
        await Server.Docker("start", server.Id);
        Assert.True(await server.ComesUpAgainAsync());
        ProvisionResult second = await server.DownAsync();

        Assert.False(second.Changed);
        Assert.Equal("", await server.RunAsync("ls -A /var/opt/mssql/tls /var/opt/mssql/security/ca-certificates /usr/local/share/ca-certificates | grep -v :"));
        Assert.Equal("", await server.RunAsync($"cat {Server.Conf}; find /etc/ssl/certs -lname '*sqltls-*'"));
    }
}
