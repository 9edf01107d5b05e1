using System.Diagnostics;

namespace SqlTls.Testing;

/// <summary>.NET programs that a test ends as Ctrl-C does.</summary>
public static class Interruptible
{
    /// <summary>How to start one. What a shell starts in the background ignores Ctrl-C, and so does all that it starts: that ends here.</summary>
    /// <param name="assembly">Full path of the program.</param>
    /// <param name="words">Its arguments.</param>
    public static ProcessStartInfo Dotnet(string assembly, params IEnumerable<string> words) => OperatingSystem.IsLinux()
        ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", assembly, .. words])
        : new ProcessStartInfo("dotnet", [assembly, .. words]);

    /// <summary>Presses Ctrl-C.</summary>
    /// <param name="process">A program that was started so.</param>
    public static Task InterruptAsync(this Process process) => Tool.RunAsync("kill", ["-INT", $"{process.Id}"]);
}
