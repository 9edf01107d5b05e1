using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Instances.Linux.Containers;

namespace SqlTls.Docker.Tests;

public sealed class NewContainer : IAsyncLifetime, IDisposable
{
    private const string Image = "sqltls/standin:test";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"sqltls-test-{Guid.NewGuid():N}";

    private string PasswordFile => _folder.File("out/sa-password");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Server.Docker("rm", "-f", "-v", _name);

    public void Dispose() => _folder.Dispose();

    [RequiresFact("docker")]
    public async Task Has_TLS_from_its_first_start_stays_when_nothing_is_to_do_and_goes_with_down()
    {
        Tool first = await UpAsync(null, "--force-encryption", "--json");
        Assert.True(first.ExitCode == 0, first.Everything);
        using var report = JsonDocument.Parse(first.Output);
        Assert.Equal(0, report.RootElement.GetProperty("restarts").GetInt32());
        Assert.True(report.RootElement.GetProperty("changed").GetBoolean());
        Assert.Equal("0 127.0.0.1", await InspectAsync("{{.RestartCount}} {{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}}{{end}}{{end}}"));
        Assert.Equal(1, await StartsAsync());
        string started = await InspectAsync("{{.State.StartedAt}}");

        Tool second = await UpAsync(null, "--force-encryption", "--json");
        Assert.Contains("\"changed\": false", second.Output);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(started, await InspectAsync("{{.State.StartedAt}}"));

        Tool down = await Programs.SqltlsAsync(["down", "--image", Image, "--name", _name, "--output", _folder.File("out"), "--json"]);
        Assert.Contains("\"changed\": true", down.Output);
        Assert.NotEqual(0, (await Server.Docker("inspect", _name)).ExitCode);
        Assert.False(File.Exists(PasswordFile));
    }

    [RequiresFact("docker")]
    public async Task Hands_its_password_out_through_a_file_of_the_users_and_nowhere_else()
    {
        Tool up = await UpAsync(null);

        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(PasswordFile) == OwnerOnly);
        string password = (await File.ReadAllTextAsync(PasswordFile)).Trim();
        Assert.True(password.Length > 30);
        string others = string.Concat(Directory.EnumerateFiles(_folder.File("out")).Where(file => file != PasswordFile).Select(File.ReadAllText));
        Tool labels = await Server.Docker("inspect", "-f", "{{json .Config.Labels}} {{.Path}} {{.Args}}", _name);
        Assert.DoesNotContain(password, up.Everything + others + labels.Everything + (await Server.Docker("logs", _name)).Everything);
        Assert.Contains(PasswordFile, up.Error);
    }

    [RequiresFact("docker")]
    public async Task That_does_not_start_is_removed()
    {
        Tool up = await UpAsync(null, "--tls-protocols", "9.9");

        Assert.Equal(4, up.ExitCode);
        Assert.Contains(InstanceCodes.Network, up.Error);
        Assert.Contains("17182", up.Error);
        Assert.NotEqual(0, (await Server.Docker("inspect", _name)).ExitCode);
        Assert.False(File.Exists(PasswordFile));
    }

    [RequiresFact("docker")]
    public async Task Whose_port_is_taken_is_removed()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();

        Tool up = await UpAsync($"{((IPEndPoint)taken.LocalEndPoint!).Port}");

        Assert.Equal(3, up.ExitCode);
        Assert.Contains(InstanceCodes.PortTaken, up.Error);
        Assert.NotEqual(0, (await Server.Docker("inspect", _name)).ExitCode);
    }

    [RequiresFact("docker")]
    public async Task Takes_no_container_that_is_somebody_elses()
    {
        await Server.Docker("create", "--name", _name, Image);

        Tool up = await UpAsync(null);
        Tool down = await Programs.SqltlsAsync(["down", "--image", Image, "--name", _name]);

        Assert.Equal(2, up.ExitCode);
        Assert.Contains(InstanceCodes.NameTaken, up.Error);
        Assert.Equal(2, down.ExitCode);
        Assert.Equal(0, (await Server.Docker("inspect", _name)).ExitCode);
    }

    [RequiresFact("docker")]
    public async Task Leaves_alone_whoever_takes_its_name_meanwhile()
    {
        await using ILinuxHost host = (await DockerContainers.OfImageAsync(new ImageRequest(Image, _name, "0"), Server.Password, _folder.Path, CancellationToken.None)).Host;
        string theirs = (await Server.Docker("create", "--name", _name, Image)).Output.Trim();

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => host.PrepareAsync(CancellationToken.None));
        await host.RemoveAsync(onlyNew: true, CancellationToken.None);

        Assert.Equal((Failure.Surroundings, InstanceCodes.NameTaken), (refused.Failure, refused.Code));
        Assert.Equal(theirs, await InspectAsync("{{.Id}}"));
    }

    [RequiresFact("docker")]
    public async Task Of_an_image_that_cannot_be_had_is_not_made()
    {
        Tool up = await Programs.SqltlsAsync(["up", "--image", "127.0.0.1:9/no/such:image", "--name", _name, "--accept-eula", "--output", _folder.File("out")]);

        Assert.Equal(3, up.ExitCode);
        Assert.Contains(InstanceCodes.NoImage, up.Error);
        Assert.False(File.Exists(PasswordFile));
    }

    [RequiresFact("docker")]
    public async Task Is_planned_without_being_made()
    {
        Tool plan = await UpAsync(null, "--dry-run");

        Assert.Equal(0, plan.ExitCode);
        Assert.Contains(_name, plan.Output);
        Assert.NotEqual(0, (await Server.Docker("inspect", _name)).ExitCode);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    private Task<Tool> UpAsync(string? publish, params string[] words) => Programs.SqltlsAsync(
        ["up", "--image", Image, "--name", _name, "--accept-eula", "--output", _folder.File("out"), .. publish is null ? Array.Empty<string>() : ["--publish", publish], .. words],
        []);

    private async Task<string> InspectAsync(string format) => (await Server.Docker("inspect", "-f", format, _name)).Output.Trim();

    // Each start begins a new error log and keeps the one before.
    private async Task<int> StartsAsync() =>
        (await Server.Docker("exec", _name, "/bin/sh", "-c", "ls /var/opt/mssql/log/errorlog*")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}
