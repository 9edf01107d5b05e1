namespace SqlTls.Cli.Tests;

/// <summary>The tool, run in this process with streams of the test's own.</summary>
internal sealed record Cli(int ExitCode, string Output, string Error)
{
    public static Task<Cli> RunAsync(params string[] args) => RunWithInputAsync("", args);

    public static async Task<Cli> RunWithInputAsync(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(new StringReader(input), output, error, IsInteractive: false, HasColor: false);
        int exitCode = await CommandLine.RunAsync(args, terminal);
        return new Cli(exitCode, output.ToString(), error.ToString());
    }
}
