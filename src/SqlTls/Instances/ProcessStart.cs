using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SqlTls.Instances;

/// <summary>When a process of this machine began: with its number it tells a process from any other.</summary>
internal static class ProcessStart
{
    // proc(5), counted from the state, which follows the name: a name may hold blanks and brackets.
    private const int State = 0;
    private const int StartTime = 19;

    /// <summary>When it began, as text to compare; null where it runs no more.</summary>
    /// <param name="process">Its number.</param>
    public static string? Of(int process) => OperatingSystem.IsLinux() ? Ticks(process) : Seconds(process);

    /// <summary>The ticks since the machine's own start, as its kernel counts them: .NET makes a time of them that moves whenever somebody sets the clock.</summary>
    /// <param name="stat">What <c>/proc/PID/stat</c> says.</param>
    internal static string? TicksIn(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTime && fields[State] is not ("Z" or "X") ? fields[StartTime] : null;
    }

    private static string? Ticks(int process)
    {
        try
        {
            return TicksIn(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, now or before; or it is none of this user's.
            return null;
        }
    }

    private static string? Seconds(int process)
    {
        try
        {
            using var other = Process.GetProcessById(process);
            return other.HasExited ? null : new DateTimeOffset(other.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
