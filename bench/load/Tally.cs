namespace SqlTls.Load;

/// <summary>What the clients count, from many threads.</summary>
internal sealed class Tally
{
    private int _open;
    private readonly int[] _stalled = new int[StallingClient.Steps];
    private long _answers;
    private int _failures;

    /// <summary>Working clients that are connected.</summary>
    public int Open => _open;

    /// <summary>Stalling clients that are connected.</summary>
    public int Stalled => _stalled.Sum();

    /// <summary>The fewest clients that stall at one step.</summary>
    public int FewestStalled => _stalled.Min();

    public long Answers => Interlocked.Read(ref _answers);

    public int Failures => _failures;

    public string? FirstFailure { get; private set; }

    public void Opened() => Interlocked.Increment(ref _open);

    public void Closed() => Interlocked.Decrement(ref _open);

    public void Stalls(int step, int change) => Interlocked.Add(ref _stalled[step], change);

    public void Answered() => Interlocked.Increment(ref _answers);

    public void Failed(Exception exception)
    {
        Interlocked.Increment(ref _failures);
        FirstFailure ??= exception.Message;
    }
}
