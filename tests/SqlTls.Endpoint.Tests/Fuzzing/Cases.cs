using System.Globalization;
using CsCheck;

namespace SqlTls.Endpoint.Tests.Fuzzing;

/// <summary>
/// Runs a parser over many inputs, the same ones for the same seed: each is taken or refused with an exception of the right kind, and
/// costs no more memory than its limit. <c>bench/fuzz</c> runs more of them.
/// </summary>
internal static class Cases
{
    // Far above the largest input; a length that is believed before its bytes came would be megabytes.
    private const long MostBytes = 1024 * 1024;

    private static readonly long Count = Number("SQLTLS_FUZZ_CASES", 10_000);
    private static readonly long Seed = Number("SQLTLS_FUZZ_SEED", 20_260_101);

    public static void Run<T>(Gen<T> inputs, Action<T> parse, Func<Exception, bool> isRefusal, Func<T, string> show)
    {
        var random = new PCG(1, (ulong)Seed);
        for (long i = 0; i < Count; i++)
        {
            T input = inputs.Generate(random, null, out _);
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
                throw new InvalidOperationException($"Case {i} of seed {Seed}, {show(input)}: {exception.Message}", exception);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytes, $"Case {i} of seed {Seed}, {show(input)}, took {allocated} bytes.");
        }
    }

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
