using System.Diagnostics;
using SqlTls.Instances;

namespace SqlTls.Tests.Instances;

public class ProcessStartTests
{
    [Theory]
    [InlineData("7 (sqltls) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 1 2", "123456")]
    [InlineData("7 (a) Z (b) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 1 2", "123456")]
    [InlineData("7 (sqltls) Z 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 1 2", null)]
    [InlineData("", null)]
    public void Is_read_behind_a_name_that_may_hold_anything_unless_the_process_has_ended(string stat, string? ticks) => Assert.Equal(ticks, ProcessStart.TicksIn(stat));

    [Fact]
    public void Of_a_process_stays_the_same_and_is_none_where_there_is_no_such_process()
    {
        Assert.Equal(ProcessStart.Of(Environment.ProcessId), ProcessStart.Of(Environment.ProcessId));
        Assert.NotNull(ProcessStart.Of(Environment.ProcessId));
        Assert.Null(ProcessStart.Of(int.MaxValue));
    }

    [RequiresFact("linux")]
    public async Task Of_a_process_that_has_ended_is_none_though_nobody_has_asked_how()
    {
        // A shell that waits for nothing leaves its child a zombie.
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", "sh -c 'echo $$' & exec sleep 60"]) { RedirectStandardOutput = true })!;
        int child = int.Parse((await shell.StandardOutput.ReadLineAsync())!);
        for (int attempt = 0; attempt < 100 && ProcessStart.Of(child) is not null; attempt++)
        {
            await Task.Delay(50);
        }

        Assert.Null(ProcessStart.Of(child));
        shell.Kill();
    }
}
