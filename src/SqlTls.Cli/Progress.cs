namespace SqlTls.Cli;

/// <summary>A line on standard error that counts; nothing where nobody watches.</summary>
/// <param name="terminal">Where it stands.</param>
/// <param name="total">What it counts to.</param>
/// <param name="what">What is counted.</param>
internal sealed class Progress(Terminal terminal, int total, string what) : IDisposable
{
    private const string EraseLine = "\r\e[K";

    private int done;

    /// <summary>One more is done; what is written meanwhile goes above the line.</summary>
    /// <param name="write">Writes a result.</param>
    public void Step(Action write)
    {
        Erase();
        write();
        done++;
        if (terminal.IsInteractive && done < total)
        {
            terminal.Error.Write($"{done} of {total} {what} …");
            terminal.Error.Flush();
        }
    }

    public void Dispose() => Erase();

    private void Erase()
    {
        if (terminal.IsInteractive && done > 0)
        {
            terminal.Out.Flush();
            terminal.Error.Write(EraseLine);
            terminal.Error.Flush();
        }
    }
}
