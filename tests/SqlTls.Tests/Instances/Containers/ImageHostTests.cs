using System.Text;
using System.Text.Json.Nodes;
using Docker.DotNet;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;
using SqlTls.Settings;

namespace SqlTls.Tests.Instances.Containers;

/// <summary>A container that is to be made of an image.</summary>
[Collection(MemoryEngine.Collection)]
public sealed class ImageHostTests : IDisposable
{
    private const string Image = "example.org/mssql:2025";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryEngine _engine = new();

    private string PasswordFile => _folder.File(DockerContainers.PasswordFileName);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Has_the_user_and_version_of_its_image_and_no_files_before_it_is_made()
    {
        _engine.Images[Image] = JsonNode.Parse("""{"Config":{"User":"10001:7","Labels":{"com.microsoft.version":"17.0.1000.7"}}}""")!.AsObject();
        await using ImageHost host = await OpenAsync();

        HostState state = await host.InspectAsync(MssqlConf.Parse([]), default);

        Assert.Equal((false, 10001, 7, new Version(17, 0, 1000, 7)), (state.Running, state.Owner, state.Group, state.Version));
        Assert.Contains("sqltls-mssql-2025", state.Names);
        Assert.Null(await host.ReadAsync("/var/opt/mssql/mssql.conf", 1, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RestartAsync(default));
        Assert.Empty(_engine.Containers);
    }

    [Fact]
    public async Task Is_made_with_a_label_a_loopback_port_and_the_password_that_its_file_hands_out()
    {
        _engine.Images[Image] = [];
        await using ImageHost host = await OpenAsync(publish: "14330");

        await host.PrepareAsync(default);

        JsonNode made = _engine.Containers["sqltls-mssql-2025"]["Config"]!;
        Assert.Equal(Image, made["Image"]!.GetValue<string>());
        Assert.Equal(Image, made["Labels"]![ImageRequest.Label]!.GetValue<string>());
        Assert.Equal(["ACCEPT_EULA=Y", $"MSSQL_SA_PASSWORD={host.Password}"], made["Env"]!.AsArray().Select(each => each!.GetValue<string>()));
        JsonNode binding = made["HostConfig"]!["PortBindings"]!["1433/tcp"]![0]!;
        Assert.Equal(("127.0.0.1", "14330"), (binding["HostIp"]!.GetValue<string>(), binding["HostPort"]!.GetValue<string>()));
        Assert.Equal(host.Password, (await File.ReadAllTextAsync(PasswordFile)).Trim());
    }

    [Fact]
    public async Task Gets_its_files_before_its_first_start()
    {
        _engine.Images[Image] = [];
        await using ImageHost host = await OpenAsync();
        await host.PrepareAsync(default);

        await host.WriteAsync([new HostFile("/var/opt/mssql/mssql.conf", "[network]\n"u8.ToArray(), 10001, 0, Private)], default);
        await host.RestartAsync(default);
        await host.StopAsync(default);

        HostFile read = (await host.ReadAsync("/var/opt/mssql/mssql.conf", 100, default))!;
        Assert.Equal(("[network]\n", 10001, Private), (Encoding.UTF8.GetString(read.Content.Span), read.Owner, read.Mode));
        IEnumerable<string> changes = _engine.Asked.Where(asked => asked.Contains("/containers/") && !asked.StartsWith("GET", StringComparison.Ordinal));
        Assert.Equal(["create", "archive", "start", "stop"], changes.Select(asked => asked.Split('?')[0].Split('/')[^1]));
    }

    [Fact]
    public async Task Empties_and_lists_what_it_is_to_delete_while_it_does_not_run()
    {
        _engine.Add("made", Image);
        _engine.Files["/var/opt/mssql/tls/old.key"] = new HostFile("/var/opt/mssql/tls/old.key", "secret"u8.ToArray(), 10001, 0, Private);
        await using ImageHost host = await OpenAsync("made");

        await host.DeleteAsync(["/var/opt/mssql/tls/old.key", "/var/opt/mssql/tls/never.key"], default);

        Assert.Equal(0, _engine.Files["/var/opt/mssql/tls/old.key"].Content.Length);
        Assert.Equal("/var/opt/mssql/tls/old.key\n", Encoding.UTF8.GetString(_engine.Files[Leftovers.Path].Content.Span));
        Assert.False(_engine.Files.ContainsKey("/var/opt/mssql/tls/never.key"));
    }

    [Theory]
    [InlineData("mssql", "mssql:latest")]
    [InlineData("example.org:5000/mssql", "example.org:5000/mssql:latest")]
    [InlineData(Image, Image)]
    public async Task Has_its_image_pulled_where_the_engine_lacks_it(string image, string pulled)
    {
        _ = _engine.Registry.Add(pulled);
        await using ImageHost host = await OpenAsync("new", image);

        await host.PrepareAsync(default);

        Assert.Contains("new", _engine.Containers.Keys);
    }

    [Fact]
    public async Task Of_an_image_that_cannot_be_had_hands_out_no_password()
    {
        await using ImageHost host = await OpenAsync();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.PrepareAsync(default));

        Assert.Equal(InstanceCodes.NoImage, refused.Code);
        Assert.Contains($"does not have the image {Image} and cannot get it", refused.Message);
        Assert.False(File.Exists(PasswordFile));
        Assert.Empty(_engine.Containers);
    }

    [Fact]
    public async Task Whose_image_the_engine_refuses_to_get_says_why()
    {
        _engine.Refusing = request => request.StartsWith("POST /images", StringComparison.Ordinal) ? (500, "pull access denied") : null;
        await using ImageHost host = await OpenAsync();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.PrepareAsync(default));

        Assert.Equal(InstanceCodes.NoImage, refused.Code);
        Assert.Contains("pull access denied", refused.Message);
    }

    [Theory]
    [InlineData(null, "1433", "sqltls did not make it")]
    [InlineData("mssql:2022", "1433", "it was made of mssql:2022")]
    [InlineData(Image, "50001", "it is published elsewhere")]
    public async Task Takes_no_container_of_its_name_that_is_another(string? image, string port, string difference)
    {
        _engine.Add("orders", image, port);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => OpenAsync("orders", publish: "1433"));

        Assert.Equal((Failure.Input, InstanceCodes.NameTaken), (refused.Failure, refused.Code));
        Assert.Equal($"There is a container orders already, and {difference}.", refused.Message);
    }

    [Fact]
    public async Task That_an_earlier_run_made_is_not_made_again()
    {
        _engine.Add("orders", Image);
        await using ImageHost host = await OpenAsync("orders");

        await host.PrepareAsync(default);

        Assert.DoesNotContain(_engine.Asked, asked => asked.StartsWith("POST /containers/create", StringComparison.Ordinal));
        Assert.Null(host.Password);
    }

    [Fact]
    public async Task That_an_earlier_run_made_keeps_the_password_that_was_handed_out()
    {
        _folder.Write(DockerContainers.PasswordFileName, "Aa1-kept\n");
        _engine.Add("orders", Image);

        await using ImageHost host = await OpenAsync("orders");

        Assert.Equal("Aa1-kept", host.Password);
    }

    [Fact]
    public async Task That_another_run_made_meanwhile_is_left_alone_and_unlocked()
    {
        await using ImageHost host = await OpenAsync("orders");
        _engine.Add("orders", Image);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.LockAsync(_ => { }, default));

        Assert.Equal((Failure.Surroundings, InstanceCodes.NameTaken), (refused.Failure, refused.Code));
        Assert.Contains("Another run has just made the container orders", refused.Message);
        Assert.Empty(_engine.Volumes);
    }

    [Fact]
    public async Task Is_locked_by_its_name_and_once_it_is_there_by_its_id()
    {
        string id = _engine.Add("orders", Image)["Id"]!.GetValue<string>();
        await using ImageHost host = await OpenAsync("orders");

        IAsyncDisposable held = await host.LockAsync(_ => { }, default);

        Assert.Equal(["sqltls-lock-orders", $"sqltls-lock-{id[..12]}"], _engine.Volumes.Keys.Order(StringComparer.Ordinal).Reverse());
        await held.DisposeAsync();
        Assert.Empty(_engine.Volumes);
    }

    [Fact]
    public async Task Goes_with_its_password_when_it_is_removed()
    {
        _engine.Images[Image] = [];
        await using ImageHost host = await OpenAsync();
        await host.PrepareAsync(default);

        Assert.True(await host.RemoveAsync(onlyNew: true, default));

        Assert.Empty(_engine.Containers);
        Assert.False(File.Exists(PasswordFile));
    }

    [Fact]
    public async Task Whose_name_somebody_else_takes_meanwhile_leaves_theirs_alone()
    {
        _engine.Images[Image] = [];
        _engine.Refusing = request =>
        {
            if (request.StartsWith("POST /containers/create", StringComparison.Ordinal))
            {
                _engine.Add("orders");
            }

            return null;
        };
        await using ImageHost host = await OpenAsync("orders");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.PrepareAsync(default));
        await host.RemoveAsync(onlyNew: true, default);

        Assert.Equal((Failure.Surroundings, InstanceCodes.NameTaken), (refused.Failure, refused.Code));
        Assert.Equal(["orders"], _engine.Containers.Keys);
        Assert.False(File.Exists(PasswordFile));
    }

    [Fact]
    public async Task Whose_name_somebody_else_takes_after_it_is_gone_leaves_theirs_alone()
    {
        _engine.Images[Image] = [];
        await using ImageHost host = await OpenAsync("orders");
        await host.PrepareAsync(default);
        _engine.Containers.Remove("orders");
        _engine.Add("orders");

        await host.RemoveAsync(onlyNew: true, default);

        Assert.Equal(["orders"], _engine.Containers.Keys);
    }

    [Fact]
    public async Task That_the_engine_goes_on_to_make_after_a_cancel_is_removed()
    {
        _engine.Images[Image] = [];
        using var cancel = new CancellationTokenSource();
        _engine.Refusing = request =>
        {
            if (request.StartsWith("POST /containers/create", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }

            return null;
        };
        await using ImageHost host = await OpenAsync("orders");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.PrepareAsync(cancel.Token));
        Assert.True(await host.RemoveAsync(onlyNew: true, default));

        Assert.Empty(_engine.Containers);
        Assert.False(File.Exists(PasswordFile));
    }

    [Fact]
    public async Task Whose_making_is_never_answered_is_known_by_its_label_and_removed()
    {
        _engine.Images[Image] = [];
        _engine.Add("other", Image);
        _engine.Forgetting = request => request.StartsWith("POST /containers/create", StringComparison.Ordinal);
        await using ImageHost host = await OpenAsync("orders");

        Assert.Equal(InstanceCodes.NoDocker, (await Assert.ThrowsAsync<SqlTlsException>(() => host.PrepareAsync(default))).Code);
        Assert.Equal(["other", "orders"], _engine.Containers.Keys);
        Assert.True(await host.RemoveAsync(onlyNew: true, default));

        Assert.Equal(["other"], _engine.Containers.Keys);
    }

    [Fact]
    public async Task That_was_there_before_stays_when_only_a_new_one_is_to_go()
    {
        _engine.Add("orders", Image);
        await using ImageHost host = await OpenAsync("orders");

        Assert.False(await host.RemoveAsync(onlyNew: true, default));
        Assert.True(await host.RemoveAsync(onlyNew: false, default));
        Assert.False(await host.RemoveAsync(onlyNew: false, default));
    }

    [Fact]
    public async Task That_is_gone_already_counts_as_removed()
    {
        _engine.Add("orders", Image);
        await using ImageHost host = await OpenAsync("orders");
        _engine.Refusing = request => request.StartsWith("DELETE /containers", StringComparison.Ordinal) ? (404, "No such container: orders") : null;

        Assert.True(await host.RemoveAsync(onlyNew: false, default));
    }

    private async Task<ImageHost> OpenAsync(string? name = null, string image = Image, string? publish = null)
    {
        DockerClient client = _engine.Connect();
        try
        {
            return await ImageHost.OpenAsync(client, new ImageRequest(image, name, publish), ImagePassword.For(null, _folder.Path), default);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
