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
}
