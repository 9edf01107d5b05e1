using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SqlTls.Action;

/// <summary>The streams that a runner reads the step's log from.</summary>
internal static partial class StepStreams
{
    private const uint Inherited = 1;
    private static readonly int[] All = [-10, -11, -12];

    /// <summary>
    /// Keeps them from processes that outlive the step. A process that is started on Windows has every stream of its parent that can be inherited,
    /// beside those that it is given; and a runner waits for the end of the step's streams before it kills what the step has left
    /// (actions/runner: ProcessInvoker).
    /// </summary>
    public static void KeepFromOthers()
    {
        if (OperatingSystem.IsWindows())
        {
            foreach (int each in All)
            {
                Keep(each);
            }
        }
    }

    // A stream that is none cannot be inherited either.
    [SupportedOSPlatform("windows")]
    private static void Keep(int stream) => _ = SetHandleInformation(GetStdHandle(stream), Inherited, 0);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32.dll")]
    private static partial nint GetStdHandle(int stream);

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetHandleInformation(nint handle, uint mask, uint flags);
}
