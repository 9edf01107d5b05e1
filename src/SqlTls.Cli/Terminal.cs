using Spectre.Console;

namespace SqlTls.Cli;

/// <summary>Where a verb reads and writes: results on one stream, progress and messages on the other.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">Somebody watches standard error, and lets it be redrawn.</param>
/// <param name="HasColor">The same for both streams.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsInteractive, bool HasColor)
{
    private const int FileWidth = 400;

    /// <summary>How long something may take before it is said what it is.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads a variable of the environment, where secrets come from.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>What was read of secrets.</summary>
    public KnownSecrets Secrets { get; } = new();

    public static Terminal OfThisProcess()
    {
        // Files and pipes get UTF-8 whatever the locale; a mark at the start would break the JSON.
        Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // https://no-color.org; a spinner is drawn by the same codes.
        bool plain = Environment.GetEnvironmentVariable("TERM") == "dumb" || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool interactive = !Console.IsErrorRedirected && !plain;
        return new Terminal(Console.In, Console.Out, Console.Error, interactive, HasColor: interactive && !Console.IsOutputRedirected);
    }

    /// <summary>Results, as tables with colour where that is wanted.</summary>
    public IAnsiConsole Results() => Create(Out, HasColor);

    /// <summary>One line of results for people. What a server, a certificate or a file says in it moves no cursor and starts no line of its own.</summary>
    public void Tell(string line) => Out.WriteLine(PlainText.Of(line));

    /// <summary>The same beside the results, on standard error.</summary>
    public void Note(string line) => Error.WriteLine(PlainText.Of(line));

    /// <summary>Does something and says so on standard error once it takes longer than <see cref="Patience"/>.</summary>
    public Task<T> WorkAsync<T>(string what, Func<Task<T>> work) => WorkAsync(what, _ => work());

    /// <summary>The same for work that tells its steps.</summary>
    public async Task<T> WorkAsync<T>(string what, Func<Action<string>, Task<T>> work)
    {
        var steps = new ProgressWords(this, what);
        Task<T> working = work(steps.Say);
        if (await Task.WhenAny(working, Task.Delay(Patience)) == working)
        {
            return await working;
        }

        if (IsInteractive)
        {
            return await steps.SpinAsync(Create(Error, HasColor), working);
        }

        steps.TellLong();
        return await working;
    }

    private static IAnsiConsole Create(TextWriter writer, bool hasColor)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = hasColor ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!hasColor)
        {
            // A file has no width: lines are not broken for it.
            console.Profile.Width = FileWidth;
        }

        return console;
    }
}
