using System.Diagnostics;
using SqlTls.Instances;

namespace SqlTls.Tests.Instances;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_second_waits_says_so_and_takes_it_when_the_first_is_done()
    {
        var said = new TaskCompletionSource<string>();
        FileLock first = await FileLock.TakeAsync(_folder.File("lock"), _ => Assert.Fail("It was free."), default);
        Task<FileLock> second = FileLock.TakeAsync(_folder.File("lock"), words => said.TrySetResult(words), default);

        Assert.Contains(_folder.File("lock"), await said.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await using FileLock held = await second.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [RequiresFact("linux")]
    public async Task Is_held_on_a_full_disk_too()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        // A device on which there is never any room.
        await using FileLock held = await FileLock.TakeAsync("/dev/full", words => Assert.Fail(words), limit.Token);
    }

    [RequiresFact("linux")]
    public async Task That_cannot_be_opened_for_another_reason_is_waited_for_by_nobody()
    {
        // What runs cannot be written.
        File.Copy("/bin/sleep", _folder.File("lock"));
        using Process running = Process.Start(_folder.File("lock"), "60");

        await Assert.ThrowsAsync<IOException>(() => FileLock.TakeAsync(_folder.File("lock"), words => Assert.Fail(words), default));

        running.Kill();
        await running.WaitForExitAsync();
    }
}
