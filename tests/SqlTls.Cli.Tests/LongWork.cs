using System.Text.RegularExpressions;

namespace SqlTls.Cli.Tests;

/// <summary>Progress is said on standard error, of what takes longer than half a second.</summary>
public sealed class LongWork : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private readonly StringWriter _error = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public async Task That_is_short_says_nothing()
    {
        await WorkAsync(isInteractive: false, say => say("a step"), TimeSpan.Zero);

        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task That_is_short_still_warns()
    {
        await WorkAsync(isInteractive: false, say => say("warning SQLTLS3003: look here"), TimeSpan.Zero);

        Assert.Contains("warning SQLTLS3003", _error.ToString());
    }

    [Fact]
    public async Task Says_what_it_does_and_how_far_it_is()
    {
        await WorkAsync(isInteractive: false, say => say("a step"), Long);

        Assert.Equal(["Working …", "  a step"], _error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Spins_where_somebody_watches()
    {
        await WorkAsync(isInteractive: true, say => say("a step"), Long);

        Assert.Contains("Working: a step …", _error.ToString());
    }

    [RequiresTheory("script")]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public async Task Has_no_colour_and_no_spinner_on_a_terminal_with_NO_COLOR(string? noColor, bool isDrawn)
    {
        await using var silent = Peer.Silent();
        // script gives the tool a terminal.
        Tool run = await Tool.RunAsync(
            "script",
            ["-qec", $"dotnet {typeof(CommandLine).Assembly.Location} probe {silent.Server} --timeout 2", "/dev/null"],
            environment: [new("NO_COLOR", noColor), new("TERM", "xterm")]);

        // Colours, and the cursor that a spinner hides.
        Assert.Equal(isDrawn, Regex.IsMatch(run.Output, @"\e\[([0-9;]+m|\?25l)"));
        Assert.Contains("SQLTLS42", run.Output);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("request")]
    public async Task Is_the_making_of_a_key(string verb)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, _error, IsInteractive: false, HasColor: false) { Patience = TimeSpan.Zero };

        int exitCode = await CommandLine.RunAsync(["certificate", verb, "--output", folder.Path], terminal);

        Assert.Equal(0, exitCode);
        Assert.Equal("Making the key …", _error.ToString().Trim());
    }

    private async Task WorkAsync(bool isInteractive, Action<Action<string>> work, TimeSpan time)
    {
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, _error, isInteractive, HasColor: false);
        _ = await terminal.WorkAsync("Working", async say =>
        {
            work(say);
            await Task.Delay(time);
            return 0;
        });
    }
}
