namespace SqlTls.Cli;

/// <summary>A line on standard error that counts; nothing where nobody watches.</summary>
/// <param name="terminal">Where it stands.</param>
/// <param name="total">What it counts to.</param>
/// <param name="what">What is counted.</param>
internal sealed class Progress(Terminal terminal, int total, string what) : IDisposable
{
    private const string EraseLine = "\r\e[K";

    private int _done;
    private bool _isShown;

    /// <summary>One more is done; what is written meanwhile goes above the line.</summary>
    /// <param name="write">Writes a result.</param>
    public void Step(Action write)
    {
        Erase();
        write();
        _done++;
        if (terminal.IsInteractive && _done < total)
        {
            _isShown = true;
            terminal.Error.Write($"{_done} of {total} {what} …");
            terminal.Error.Flush();
        }
    }

    public void Dispose() => Erase();

    private void Erase()
    {
        if (_isShown)
        {
            _isShown = false;
            terminal.Out.Flush();
            terminal.Error.Write(EraseLine);
            terminal.Error.Flush();
        }
    }
}
