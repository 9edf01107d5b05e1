using System.Globalization;
using CsCheck;

namespace SqlTls.Tests.Fuzzing;

/// <summary>
/// Runs a parser over many inputs, the same ones for the same seed: each is taken or refused with an exception of the right kind, and
/// costs no more memory and time than its limits. <c>bench/fuzz</c> runs more of them.
/// </summary>
internal static class Cases
{
    // Far above the largest input, and what .NET rents once to build chains in; a length that is believed before its bytes came is 16 MB and more.
    private const long MostBytes = 4 * 1024 * 1024;

    // Far above the slowest case on a busy machine.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    /// <summary>How many inputs each parser gets.</summary>
    public static readonly long Count = CountOf(10_000);

    /// <summary>What they are drawn from.</summary>
    public static readonly long Seed = Number("SQLTLS_FUZZ_SEED", 20_260_101);

    /// <summary>Runs a parser.</summary>
    /// <param name="inputs">What it is given.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="isRefusal">The exceptions by which it may refuse.</param>
    /// <param name="show">An input in words, for a failure.</param>
    /// <param name="usual">How many inputs a run of the tests has; fewer where one takes long.</param>
    public static void Run<T>(Gen<T> inputs, Action<T> parse, Func<Exception, bool> isRefusal, Func<T, string> show, long usual = 10_000)
    {
        long count = CountOf(usual);
        long at = 0;
        // A thread of its own: a case without an end cannot be waited out on this one.
        Task running = Task.Factory.StartNew(
            () =>
            {
                var random = new PCG(1, (ulong)Seed);
                for (; at < count; Interlocked.Increment(ref at))
                {
                    T input = inputs.Generate(random, null, out _);
                    One(at, input, parse, isRefusal, show);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        long last = -1;
        while (Task.WaitAny([running], MostTime) < 0)
        {
            long now = Interlocked.Read(ref at);
            Assert.True(now != last, $"Case {now} of seed {Seed} took more than {MostTime.TotalSeconds} s.");
            last = now;
        }

        running.GetAwaiter().GetResult();
    }

    private static void One<T>(long number, T input, Action<T> parse, Func<Exception, bool> isRefusal, Func<T, string> show)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            parse(input);
        }
        catch (Exception exception) when (isRefusal(exception))
        {
            // Refused.
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Case {number} of seed {Seed}, {show(input)}: {exception.Message}", exception);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostBytes, $"Case {number} of seed {Seed}, {show(input)}, took {allocated} bytes.");
    }

    private static long CountOf(long usual) => Number("SQLTLS_FUZZ_CASES", usual);

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
