using System.Net.Sockets;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Settings;

namespace SqlTls.Tests.Instances.Containers;

/// <summary>A container that is there and does not run.</summary>
[Collection(MemoryEngine.Collection)]
public sealed class DockerHostTests : IDisposable
{
    private const string Conf = "/var/opt/mssql/mssql.conf";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly MemoryEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("10001:7", 10001, 7)]
    [InlineData("mssql", 10001, 10)]
    [InlineData("mssql:7", 10001, 7)]
    [InlineData("nobody", 10001, 0)]
    [InlineData("", 0, 0)]
    public async Task Has_the_owner_that_its_image_names_by_number_or_in_its_own_list_of_users(string user, int owner, int group)
    {
        _engine.Add("orders")["Config"]!["User"] = user;
        File("/etc/passwd", "root:x:0:0::/root:/bin/bash\nmssql:x:10001:10::/home/mssql:/bin/bash\n");
        await using DockerHost host = await OpenAsync();

        HostState state = await host.InspectAsync(MssqlConf.Empty, default);

        Assert.Equal((owner, group), (state.Owner, state.Group));
    }

    [RequiresTheory("linux")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reads_a_file_again_that_shrank_while_the_engine_packed_it(bool bySocket)
    {
        using var folder = new TemporaryFolder();
        using var engine = new MemoryEngine(bySocket ? new UnixDomainSocketEndPoint(folder.File("docker.sock")) : null);
        engine.Add("orders");
        engine.Files["/var/opt/mssql/log/errorlog"] = new HostFile("/var/opt/mssql/log/errorlog", "SQL Server is now ready"u8.ToArray(), 0, 0, Private);
        await using DockerHost host = await OpenAsync(engine);
        int left = 2;
        engine.CuttingOff = asked => asked.Contains("/archive?", StringComparison.Ordinal) && left-- > 0;

        HostFile? log = await host.ReadAsync("/var/opt/mssql/log/errorlog", 1000, default);

        Assert.Equal("SQL Server is now ready"u8, log!.Content.Span);
        Assert.True(left < 0);
    }

    [Fact]
    public async Task That_cannot_be_written_has_no_anchors()
    {
        File("/usr/sbin/update-ca-certificates", "#!/bin/sh\n");
        JsonObject container = _engine.Add("orders");
        await using DockerHost host = await OpenAsync();
        Assert.Equal("/usr/local/share/ca-certificates", await host.FindAnchorsAsync(default));

        container["HostConfig"]!["ReadonlyRootfs"] = true;

        Assert.Null(await host.FindAnchorsAsync(default));
    }

    [Fact]
    public async Task Without_a_trust_store_has_no_anchors()
    {
        _engine.Add("orders");
        await using DockerHost host = await OpenAsync();

        Assert.Null(await host.FindAnchorsAsync(default));
    }

    [Fact]
    public async Task That_cannot_be_written_is_told_also_where_its_engine_hangs_up()
    {
        _engine.Add("orders")["HostConfig"]!["ReadonlyRootfs"] = true;
        _engine.Refusing = request => request.StartsWith("PUT", StringComparison.Ordinal) ? (0, "") : null;
        await using DockerHost host = await OpenAsync();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.WriteAsync([new HostFile(Conf, default, 0, 0, Private)], default));

        Assert.Equal((InstanceCodes.ReadOnly, "The file system of orders is read-only."), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task Whose_engine_hangs_up_for_another_reason_has_no_engine()
    {
        _engine.Add("orders");
        _engine.Refusing = request => request.StartsWith("PUT", StringComparison.Ordinal) ? (0, "") : null;
        await using DockerHost host = await OpenAsync();

        Assert.Equal(InstanceCodes.NoDocker, (await Assert.ThrowsAsync<SqlTlsException>(() => host.WriteAsync([new HostFile(Conf, default, 0, 0, Private)], default))).Code);
    }

    [Fact]
    public async Task That_is_gone_is_told_as_such_and_not_as_a_missing_file()
    {
        _engine.Add("orders");
        await using DockerHost host = await OpenAsync();
        _engine.Refusing = _ => (404, "No such container: orders");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.ReadAsync(Conf, 1, default));

        Assert.Equal(InstanceCodes.ContainerGone, refused.Code);
    }

    [Fact]
    public async Task Is_waited_for_while_another_run_holds_it()
    {
        string id = _engine.Add("orders")["Id"]!.GetValue<string>();
        string theirs = $"sqltls-lock-{id[..12]}";
        _engine.Volumes[theirs] = new JsonObject { ["Name"] = theirs, ["Labels"] = new JsonObject { ["sqltls.token"] = "theirs", ["sqltls.holder"] = "sqltls, process 7 on far" } };
        await using DockerHost host = await OpenAsync();
        List<string> said = [];

        await using IAsyncDisposable held = await host.LockAsync(
            words =>
            {
                said.Add(words);
                _ = _engine.Volumes.Remove(theirs);
            },
            default);

        Assert.Equal(["waiting for sqltls, process 7 on far, who holds orders"], said);
    }

    [Fact]
    public async Task Whose_holder_is_a_process_that_has_ended_is_taken_over()
    {
        string id = _engine.Add("orders")["Id"]!.GetValue<string>();
        await using DockerHost host = await OpenAsync();
        string name = $"sqltls-lock-{id[..12]}";
        using DockerClient client = _engine.Connect();
        Dictionary<string, string> labels = await LockHolder.LabelsAsync(client, default);
        labels["sqltls.process"] = $"{Environment.ProcessId}/1";
        _engine.Volumes[name] = new JsonObject { ["Name"] = name, ["Labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value))) };

        IAsyncDisposable held = await host.LockAsync(words => Assert.Fail(words), default);

        Assert.NotEqual(labels["sqltls.token"], _engine.Volumes[name]["Labels"]!["sqltls.token"]!.GetValue<string>());
        await held.DisposeAsync();
    }

    [RequiresFact("procfs")]
    public async Task Whose_holder_is_a_process_is_known_by_the_ticks_at_which_that_began_since_no_clock_moves_them()
    {
        using DockerClient client = _engine.Connect();

        string process = (await LockHolder.LabelsAsync(client, default))["sqltls.process"];

        Assert.Equal($"{Environment.ProcessId}/{(await System.IO.File.ReadAllTextAsync("/proc/self/stat")).Split(' ')[^31]}", process);
    }

    [Fact]
    public async Task Whose_lock_another_run_has_broken_is_not_unlocked_for_that_one_too()
    {
        string id = _engine.Add("orders")["Id"]!.GetValue<string>();
        await using DockerHost host = await OpenAsync();
        string name = $"sqltls-lock-{id[..12]}";
        IAsyncDisposable held = await host.LockAsync(words => Assert.Fail(words), default);
        _engine.Volumes[name] = new JsonObject { ["Name"] = name, ["Labels"] = new JsonObject { ["sqltls.token"] = "theirs" } };

        await held.DisposeAsync();

        Assert.Contains(name, _engine.Volumes.Keys);
    }

    [Theory]
    [InlineData("/usr/local/share/ca-certificates", "/etc/ssl/certs/ca-certificates.crt")]
    [InlineData("/etc/pki/ca-trust/source/anchors", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")]
    public async Task That_has_yet_to_start_has_its_issuers_among_all_authorities_and_loses_no_others_with_them(string folder, string bundle)
    {
        const string others = "-- other --\n";
        _engine.Add("orders");
        File(bundle, others);
        await using DockerHost host = await OpenAsync();
        HostFile[] anchors = [.. new[] { "a", "b" }.Select(name => new HostFile($"{folder}/sqltls-{name}.crt", System.Text.Encoding.ASCII.GetBytes($"-- {name} --\n"), 0, 0, Private))];

        await host.WriteAsync(anchors, default);
        await host.RefreshTrustAsync(default);
        await host.RefreshTrustAsync(default);
        string with = Text(bundle);
        await host.DeleteAsync([.. anchors.Select(anchor => anchor.Path)], default);
        await host.RefreshTrustAsync(default);

        Assert.Equal("-- other --\n-- a --\n-- b --\n", with);
        Assert.Equal(others, Text(bundle));
    }

    [Fact]
    public async Task Writes_its_error_log_where_a_variable_says()
    {
        _engine.Add("orders")["Config"]!["Env"] = new JsonArray("MSSQL_ERROR_LOG_FILE=/var/opt/mssql/own/errors");
        await using DockerHost host = await OpenAsync();

        Assert.Equal("/var/opt/mssql/own/errors", host.ErrorLogFile);
    }

    private string Text(string path) => System.Text.Encoding.UTF8.GetString(_engine.Files[path].Content.Span);

    private void File(string path, string text) => _engine.Files[path] = new HostFile(path, System.Text.Encoding.UTF8.GetBytes(text), 0, 0, Private);

    private Task<DockerHost> OpenAsync() => OpenAsync(_engine);

    private static async Task<DockerHost> OpenAsync(MemoryEngine engine)
    {
        DockerClient client = engine.Connect();
        ContainerInspectResponse container = await client.Containers.InspectContainerAsync("orders");
        return new DockerHost(client, container);
    }
}
