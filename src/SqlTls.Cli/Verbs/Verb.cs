using System.CommandLine;
using System.CommandLine.Parsing;
using SqlTls.Reports;

namespace SqlTls.Cli.Verbs;

/// <summary>What all verbs share: how they start, and how they say that something is wrong.</summary>
internal static class Verb
{
    /// <summary>Ended by Ctrl-C, as shells count it.</summary>
    private const int Interrupted = 130;

    /// <summary>Set to 1, it shows what was thrown beneath an error.</summary>
    private const string TraceVariable = "SQLTLS_TRACE";

    /// <summary>A verb with its options, an example for <c>--help</c>, and what it does.</summary>
    public static Command Create(
        string name,
        string description,
        string example,
        IEnumerable<Symbol> symbols,
        Terminal terminal,
        Func<ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, $"{description}{Environment.NewLine}{Environment.NewLine}Example:{Environment.NewLine}  {example}");
        foreach (Symbol symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    command.Add(option);
                    break;
                case Argument argument:
                    command.Add(argument);
                    break;
            }
        }

        command.SetAction((parsed, cancellationToken) => GuardAsync(terminal, parsed, run, cancellationToken));
        return command;
    }

    /// <summary>The command line was not understood: exit code 2.</summary>
    public static int Refuse(Terminal terminal, ParseResult parsed)
    {
        string words = string.Join(" ", parsed.Errors.Select(error => error.Message));
        string verb = string.Join(' ', Path(parsed.CommandResult));
        return Report(terminal, parsed, new SqlTlsException(
            Failure.Input,
            CliCodes.CommandLine,
            words,
            $"Run '{verb} --help' for what it takes."));
    }

    private static async Task<int> GuardAsync(
        Terminal terminal,
        ParseResult parsed,
        Func<ParseResult, CancellationToken, Task<int>> run,
        CancellationToken cancellationToken)
    {
        // Until a verb waits for the first time, Ctrl-C would end the process at once, with all that it would leave behind.
        await Task.Yield();
        try
        {
            return await run(parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (WantsJson(parsed))
            {
                bool isUp = parsed.CommandResult.Command.Name == UpVerb.Name;
                Print(terminal, new SqlTlsException(
                    Failure.Surroundings, CliCodes.Interrupted, $"The command was stopped before its end.{(isUp ? " What it had changed was put back, unless it was proved already." : "")}", "Run it again."));
            }

            return Interrupted;
        }
#pragma warning disable CA1031 // The last resort: a stack trace says nothing to whoever typed the command, and no document to whoever reads JSON.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Report(terminal, parsed, SqlTlsException.Of(exception));
        }
    }

    private static int Report(Terminal terminal, ParseResult parsed, SqlTlsException exception)
    {
        if (WantsJson(parsed))
        {
            Print(terminal, exception);
        }
        else
        {
            terminal.Note($"sqltls: error {exception.Code}: {exception.Message} {exception.Cure}".TrimEnd());
            terminal.Note($"  {HelpLink.For(exception.Code)}");
        }

        if (terminal.Variable(TraceVariable) == "1")
        {
            terminal.Error.WriteLine(terminal.Secrets.RemoveFrom($"{exception}", terminal.Variable));
        }

        return (int)exception.Failure;
    }

    private static void Print(Terminal terminal, SqlTlsException exception) =>
        terminal.Out.WriteLine(ReportJson.Write(new ErrorReport(1, new(exception.Code, exception.Message, exception.Cure))));

    // A line that could not be parsed may still have asked for JSON.
    private static bool WantsJson(ParseResult parsed)
    {
        string[] words = [.. parsed.Tokens.Select(token => token.Value)];
        return words.Contains(CommonOptions.Json.Name) || words.Zip(words.Skip(1)).Contains((OutputFormat.OptionName, OutputFormat.Json));
    }

    private static IEnumerable<string> Path(CommandResult command) =>
        command.Parent is CommandResult parent ? [.. Path(parent), command.Command.Name] : ["sqltls"];
}
