namespace SqlTls.Action.Workflow;

/// <summary>The log of a step, which the runner also reads commands from (docs: actions/reference/workflow-commands).</summary>
/// <param name="output">The step's standard output.</param>
internal sealed class WorkflowCommands(TextWriter output)
{
    private bool _isGroupOpen;

    /// <summary>Makes the runner write *** wherever the text would stand in a log from now on.</summary>
    public void Mask(string? secret)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return;
        }

        output.WriteLine($"::add-mask::{EscapeData(secret)}");
        if (secret.AsSpan().ContainsAny('\r', '\n'))
        {
            // Logs are written line by line, so each line of a secret is one.
            foreach (string line in secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                output.WriteLine($"::add-mask::{EscapeData(line)}");
            }
        }

        output.Flush();
    }

    /// <summary>Lines that follow can be folded away, until <see cref="EndGroup"/>.</summary>
    public void Group(string title)
    {
        EndGroup();
        output.WriteLine($"::group::{EscapeData(title)}");
        _isGroupOpen = true;
    }

    /// <summary>Ends the group that is open, if one is: what fails does not know how far it came.</summary>
    public void EndGroup()
    {
        if (_isGroupOpen)
        {
            output.WriteLine("::endgroup::");
            _isGroupOpen = false;
        }
    }

    /// <summary>A message that is shown beside the run and, where it has a place, beside the line in the pull request.</summary>
    public void Annotate(Severity severity, string message, string title, string? file = null, int line = 0, int column = 0)
    {
        string command = severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
        string place = file is null ? "" : $"file={EscapeProperty(file)},line={line},col={column},";
        output.WriteLine($"::{command} {place}title={EscapeProperty(title)}::{EscapeData(message)}");
        output.Flush();
    }

    /// <summary>A line for people. Whatever it holds, the runner finds no command in it.</summary>
    public void Say(string text)
    {
        string line = text.ReplaceLineEndings(" ").Replace("##[", "## [", StringComparison.Ordinal);
        output.WriteLine(line.TrimStart().StartsWith("::", StringComparison.Ordinal) ? $"> {line}" : line);
        output.Flush();
    }

    // As in actions/toolkit, packages/core/src/command.ts.
    private static string EscapeData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => EscapeData(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
