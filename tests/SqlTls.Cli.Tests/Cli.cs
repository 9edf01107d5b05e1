namespace SqlTls.Cli.Tests;

/// <summary>The tool, run in this process with streams of the test's own.</summary>
internal sealed record Cli(int ExitCode, string Output, string Error)
{
    public static Task<Cli> RunAsync(params string[] args) => RunWithInputAsync("", args);

    public static Task<Cli> RunWithInputAsync(string input, params string[] args) => RunAsync(input, _ => null, args);

    public static Task<Cli> RunWithAsync(Func<string, string?> variable, params string[] args) => RunAsync("", variable, args);

    public static Task<Cli> RunWithAsync(Func<string, string?> variable, string input, string[] args) => RunAsync(input, variable, args);

    private static async Task<Cli> RunAsync(string input, Func<string, string?> variable, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        // What a run says of its own slowness depends on the machine that day.
        var terminal = new Terminal(new StringReader(input), output, error, IsInteractive: false, HasColor: false) { Variable = variable, Patience = Timeout.InfiniteTimeSpan };
        int exitCode = await CommandLine.RunAsync(args, terminal);
        return new Cli(exitCode, output.ToString(), error.ToString());
    }
}
