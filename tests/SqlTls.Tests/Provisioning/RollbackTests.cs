using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Tests.Provisioning;

/// <summary>What becomes of a server that does not run with what was written.</summary>
public class RollbackTests
{
    private static readonly TlsRequest Forced = new(new CertificateSource.Made()) { ForceEncryption = true };
    private static readonly StartResult Broken = new(false, new Finding(InstanceCodes.Ended, Severity.Error, "The server ended.", "Read its log."));

    private readonly MemoryInstance _instance = new();

    [Fact]
    public async Task A_server_that_does_not_start_gets_its_settings_back_and_is_started_with_them()
    {
        _instance.Starts.Enqueue(Broken);

        SqlTlsException failed = await FailAsync();

        Assert.Equal((Failure.RolledBack, InstanceCodes.Ended), (failed.Failure, failed.Code));
        Assert.Equal("The server ended. Everything was put back as it was.", failed.Message);
        Assert.Equal(["apply", "start", "restore", "start"], _instance.Done);
        Assert.Null(_instance.Journal);
    }

    [Fact]
    public async Task A_server_that_proves_wrong_gets_its_settings_back_too()
    {
        SqlTlsException failed = await FailAsync(new Finding("SQLTLS4005", Severity.Error, "It shows another certificate.", ""));

        Assert.Equal((Failure.RolledBack, "SQLTLS4005"), (failed.Failure, failed.Code));
        Assert.Equal(["apply", "start", "restore", "start"], _instance.Done);
    }

    [Fact]
    public async Task A_server_that_did_not_run_before_is_stopped_again()
    {
        _instance.State = _instance.State with { Running = false };
        _instance.Starts.Enqueue(Broken);

        _ = await FailAsync();

        Assert.Equal(["apply", "start", "restore", "stop"], _instance.Done);
    }

    [Fact]
    public async Task A_server_that_was_not_stopped_is_not_started_again()
    {
        _instance.Starts.Enqueue(Broken with { Untouched = true });

        _ = await FailAsync();

        Assert.Equal(["apply", "start", "restore"], _instance.Done);
    }

    [Fact]
    public async Task A_server_that_starts_with_neither_keeps_its_journal_and_both_reasons_are_told()
    {
        _instance.Starts.Enqueue(Broken);
        _instance.Starts.Enqueue(Broken with { Problem = new Finding(InstanceCodes.Network, Severity.Error, "Its port is taken.", "") });

        SqlTlsException failed = await FailAsync();

        Assert.Equal((Failure.RollbackFailed, InstanceCodes.NotPutBack), (failed.Failure, failed.Code));
        Assert.Equal("The settings of db could not be put back: Its port is taken. Before that: The server ended.", failed.Message);
        Assert.Contains("sqltls down", failed.Cure);
        Assert.NotNull(_instance.Journal);
    }

    [Fact]
    public async Task Surroundings_that_refuse_to_put_back_are_told_with_what_was_before()
    {
        _instance.Starts.Enqueue(Broken);
        _instance.Restoring = new SqlTlsException(Failure.Surroundings, InstanceCodes.DiskFull, "The disk is full.", "");

        SqlTlsException failed = await FailAsync();

        Assert.Equal((Failure.RollbackFailed, InstanceCodes.NotPutBack), (failed.Failure, failed.Code));
        Assert.Equal("The settings of db could not be put back: The disk is full. Before that: The server ended.", failed.Message);
    }

    [Fact]
    public async Task Files_that_refuse_to_be_put_back_are_told_with_what_was_before()
    {
        _instance.Starts.Enqueue(Broken);
        _instance.Restoring = new UnauthorizedAccessException("Access to the path is denied.");

        SqlTlsException failed = await FailAsync();

        Assert.Equal(
            (Failure.RollbackFailed, "The settings of db could not be put back: Access to the path is denied. Before that: The server ended."),
            (failed.Failure, failed.Message));
    }

    [Fact]
    public async Task A_server_that_cannot_be_removed_is_one_that_was_not_put_back()
    {
        _instance.Starts.Enqueue(Broken);
        _instance.Removing = new SqlTlsException(Failure.Surroundings, InstanceCodes.DockerRefused, "The engine is busy.", "");

        SqlTlsException failed = await FailAsync();

        Assert.Equal(
            (Failure.RollbackFailed, "The settings of db could not be put back: The engine is busy. Before that: The server ended."),
            (failed.Failure, failed.Message));
    }

    [Fact]
    public async Task A_server_that_cannot_be_removed_does_not_hide_why_it_was_to_go()
    {
        List<string> said = [];
        _instance.Journal = "no journal";
        _instance.Removing = new SqlTlsException(Failure.Surroundings, InstanceCodes.DockerRefused, "The engine is busy.", "");

        SqlTlsException failed = await FailAsync(said: said.Add);

        Assert.Equal((Failure.Surroundings, InstanceCodes.Journal), (failed.Failure, failed.Code));
        Assert.Contains(said, words => words.StartsWith($"warning {InstanceCodes.DockerRefused}: What this run has made is still there: The engine is busy.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_the_restart_of_the_rollback_moved_is_told_with_both_addresses()
    {
        List<string> said = [];
        _instance.State = _instance.State with { Published = "127.0.0.1,1" };
        _instance.Starts.Enqueue(Broken);
        _instance.Ports.Enqueue("127.0.0.1,1");
        _instance.Ports.Enqueue("127.0.0.1,2");

        _ = await FailAsync(said: said.Add);

        Assert.Contains(said, words => words.StartsWith($"warning {InstanceCodes.PortChanged}: Since the restart the server is at 127.0.0.1,2; before it was at 127.0.0.1,1.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_gone_takes_with_it_what_was_to_be_put_back()
    {
        _instance.Starts.Enqueue(Broken);
        _instance.Restoring = new SqlTlsException(Failure.Surroundings, InstanceCodes.ContainerGone, "The container is gone.", "");

        SqlTlsException failed = await FailAsync();

        Assert.Equal((Failure.RolledBack, "The server ended. db is gone, so nothing could be put back."), (failed.Failure, failed.Message));
    }

    [Fact]
    public async Task A_server_whose_first_run_was_killed_and_whose_second_failed_has_nothing_left_to_put_back()
    {
        var killed = new Provisioner(_instance) { StepBoundary = boundary => boundary == "applied" ? Task.FromException(new SqlTlsException(Failure.RollbackFailed, "", "Killed.", "")) : Task.CompletedTask };
        _ = await Assert.ThrowsAsync<SqlTlsException>(() => killed.UpAsync(Forced, (_, _) => Task.FromResult<Finding?>(null), default));
        Assert.NotNull(_instance.Journal);
        _instance.Starts.Enqueue(Broken);

        _ = await FailAsync();

        Assert.Null(_instance.Journal);
    }

    [Fact]
    public async Task A_server_that_does_not_start_with_its_old_settings_fails_down_and_keeps_its_journal()
    {
        _ = await new Provisioner(_instance).UpAsync(Forced, (_, _) => Task.FromResult<Finding?>(null), default);
        _instance.Starts.Enqueue(Broken);
        using var folder = new TemporaryFolder();

        SqlTlsException failed = await Assert.ThrowsAsync<SqlTlsException>(() => TlsSetup.DownAsync(_instance, folder.Path));

        Assert.Equal((Failure.RollbackFailed, "The settings of db could not be put back: The server ended."), (failed.Failure, failed.Message.Trim()));
        Assert.NotNull(_instance.Journal);
    }

    [Fact]
    public async Task A_server_that_was_never_set_up_is_left_alone_by_down()
    {
        using var folder = new TemporaryFolder();

        Assert.False((await TlsSetup.DownAsync(_instance, folder.Path)).Changed);
        Assert.Empty(_instance.Done);
    }

    private Task<SqlTlsException> FailAsync(Finding? refusal = null, Action<string>? said = null) =>
        Assert.ThrowsAsync<SqlTlsException>(() => new Provisioner(_instance, said).UpAsync(Forced, (_, _) => Task.FromResult(refusal), default));
}
