using Spectre.Console;

namespace SqlTls.Cli;

/// <summary>What is being done, said on standard error once it takes long: as a spinner's words, or a line each where nobody watches.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="what">All of it in a few words.</param>
internal sealed class ProgressWords(Terminal terminal, string what)
{
    private readonly Lock _gate = new();
    private string? _last;
    private bool _isLong;
    private StatusContext? _spinner;

    private string Status => $"{PlainText.Of(_last is null ? what : $"{what}: {_last}").EscapeMarkup()} …";

    /// <summary>One more step. What the user should know stays on the screen, however short it all is.</summary>
    public void Say(string words)
    {
        lock (_gate)
        {
            if (words.StartsWith("warning ", StringComparison.Ordinal))
            {
                terminal.Note($"  {words}");
                return;
            }

            _last = words;
            if (_spinner is not null)
            {
                _spinner.Status = Status;
            }
            else if (_isLong && !terminal.IsInteractive)
            {
                terminal.Note($"  {words}");
            }
        }
    }

    /// <summary>It takes long: where nobody watches, what it is and how far it is.</summary>
    public void TellLong()
    {
        lock (_gate)
        {
            _isLong = true;
            terminal.Note($"{what} …");
            if (_last is not null)
            {
                terminal.Note($"  {_last}");
            }
        }
    }

    /// <summary>It takes long: a spinner, until the work is done.</summary>
    public Task<T> SpinAsync<T>(IAnsiConsole console, Task<T> working) => console.Status().StartAsync(Status, spinner =>
    {
        lock (_gate)
        {
            _spinner = spinner;
        }

        return working;
    });
}
