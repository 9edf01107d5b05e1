using System.Text;
using SqlTls.Instances;
using SqlTls.Instances.Linux;
using SqlTls.Settings;

namespace SqlTls.Tests.Instances.Linux;

/// <summary>The package mssql-server, as systemd shows it.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ServiceHostTests : IAsyncDisposable
{
    private readonly MemorySystemd? _systemd = OperatingSystem.IsLinux() ? new() : null;
    private readonly ServiceHost _service = new(10001, 7);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _systemd?.Dispose();
    }

    [RequiresTheory("linux")]
    [InlineData("", "127.0.0.1,1433")]
    [InlineData("[network]\ntcpport = 14330\n", "127.0.0.1,14330")]
    [InlineData("[network]\nipaddress = 192.0.2.7\n", "192.0.2.7,1433")]
    [InlineData("[network]\nipaddress = 0.0.0.0\ntcpport =\n", "127.0.0.1,1433")]
    [InlineData("[network]\nipaddress = ::\n", "127.0.0.1,1433")]
    public async Task Listens_where_its_settings_say(string conf, string server) => Assert.Equal([server], (await InspectAsync(conf)).Servers);

    [RequiresTheory("linux")]
    [InlineData("running\n", true)]
    [InlineData("start\n", true)]
    [InlineData("dead\n", false)]
    [InlineData("failed\n", false)]
    [InlineData("auto-restart\n", false)]
    [InlineData("", false)]
    public async Task Runs_in_no_state_in_which_nothing_runs(string state, bool runs)
    {
        _systemd!.Answer("show", state);

        Assert.Equal(runs, (await InspectAsync()).Running);
    }

    [RequiresFact("linux")]
    public async Task Has_the_owner_of_its_files_and_is_known_on_loopback()
    {
        HostState state = await InspectAsync();

        Assert.Equal((10001, 7), (state.Owner, state.Group));
        Assert.Equal(["localhost", "127.0.0.1", "::1"], state.Names.TakeLast(3));
        Assert.Equal(("service", "mssql-server", true), (_service.Kind, _service.Name, _service.RunsForMonths));
    }

    [RequiresFact("linux")]
    public async Task Is_known_by_the_address_that_it_is_bound_to() =>
        Assert.Equal("192.0.2.7", (await InspectAsync("[network]\nipaddress = 192.0.2.7\n")).Names[^1]);

    [RequiresFact("linux")]
    public async Task Is_restarted_after_its_failures_were_forgotten()
    {
        _systemd!.Answer("reset-failed", "Unit mssql-server.service not loaded.", fails: true);

        await _service.RestartAsync(default);

        Assert.Equal(["systemctl reset-failed mssql-server", "systemctl restart mssql-server"], _systemd.Calls);
    }

    [RequiresFact("linux")]
    public async Task That_fails_to_start_is_left_to_its_error_log()
    {
        _systemd!.Answer("restart", "Job for mssql-server.service failed because the control process exited with error code.", fails: true);

        await _service.RestartAsync(default);

        Assert.Equal("systemctl restart mssql-server", _systemd.Calls[^1]);
    }

    [RequiresFact("linux")]
    public async Task That_systemd_does_not_stop_is_told_with_what_it_said()
    {
        _systemd!.Answer("stop", "Failed to connect to bus:\nHost is down\n", fails: true);

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => _service.StopAsync(default));

        Assert.Equal((Failure.Surroundings, InstanceCodes.ServiceRefused), (refused.Failure, refused.Code));
        Assert.Equal("systemctl stop mssql-server ended with 1: Failed to connect to bus: Host is down.", refused.Message);
        Assert.Contains("systemctl status mssql-server", refused.Cure);
    }

    [RequiresFact("linux")]
    public async Task Says_its_last_words_in_the_journal()
    {
        _systemd!.Answer("--unit", "sqlservr: cannot open the master database\n");

        Assert.Equal("sqlservr: cannot open the master database\n", await _service.LastWordsAsync(default));
    }

    [RequiresFact("linux")]
    public async Task Deletes_files_and_passes_over_those_that_are_not_there()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.crt", "");

        await _service.DeleteAsync([file, folder.File("b.crt")], default);

        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [RequiresFact("root")]
    public async Task Is_locked_where_nobody_but_root_can_hold_the_lock()
    {
        await using IAsyncDisposable held = await _service.LockAsync(_ => Assert.Fail("It was free."), default);

        Assert.True(File.Exists("/run/sqltls/mssql-server.lock"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode("/run/sqltls"));
    }

    [Fact]
    public async Task That_is_not_installed_is_refused()
    {
        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => LinuxService.OpenAsync(default));

        Assert.Equal((Failure.Surroundings, InstanceCodes.NoService), (refused.Failure, refused.Code));
        Assert.Contains("mssql-server", refused.Message);
    }

    private Task<HostState> InspectAsync(string conf = "") => _service.InspectAsync(MssqlConf.Parse(Encoding.UTF8.GetBytes(conf)), default);
}
