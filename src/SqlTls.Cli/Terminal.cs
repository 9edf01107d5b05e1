using Spectre.Console;

namespace SqlTls.Cli;

/// <summary>Where a verb reads and writes: results on one stream, progress and messages on the other.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsInteractive, bool HasColor)
{
    private const int PatienceMilliseconds = 500;
    private const int FileWidth = 400;

    /// <summary>Reads a variable of the environment, where secrets come from.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public static Terminal OfThisProcess()
    {
        // Files and pipes get UTF-8 whatever the locale; a mark at the start would break the JSON.
        Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool interactive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool color = interactive && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(Console.In, Console.Out, Console.Error, interactive, color);
    }

    /// <summary>Says each step on standard error; beside a spinner there is no room for that.</summary>
    public Action<string>? Progress => IsInteractive ? null : words => Error.WriteLine($"  {words}");

    /// <summary>Results, as tables with colour where that is wanted.</summary>
    public IAnsiConsole Results() => Create(Out, HasColor);

    /// <summary>Does something and says so on standard error once it takes longer than half a second.</summary>
    public async Task<T> WorkAsync<T>(string what, Func<Task<T>> work)
    {
        Task<T> working = work();
        if (await Task.WhenAny(working, Task.Delay(PatienceMilliseconds)) != working)
        {
            if (IsInteractive)
            {
                return await Create(Error, HasColor).Status().StartAsync($"{what.EscapeMarkup()} …", _ => working);
            }

            await Error.WriteLineAsync($"{what} …");
        }

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
