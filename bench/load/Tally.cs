namespace SqlTls.Load;

/// <summary>What the clients count, from many threads.</summary>
internal sealed class Tally
{
    private int open;
    private int stalled;
    private long answers;
    private int failures;

    /// <summary>Working clients that are connected.</summary>
    public int Open => open;

    /// <summary>Stalling clients that are connected.</summary>
    public int Stalled => stalled;

    public long Answers => Interlocked.Read(ref answers);

    public int Failures => failures;

    public string? FirstFailure { get; private set; }

    public void Opened() => Interlocked.Increment(ref open);

    public void Closed() => Interlocked.Decrement(ref open);

    public void Stalls(int change) => Interlocked.Add(ref stalled, change);

    public void Answered() => Interlocked.Increment(ref answers);

    public void Failed(Exception exception)
    {
        Interlocked.Increment(ref failures);
        FirstFailure ??= exception.Message;
    }
}
