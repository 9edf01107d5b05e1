namespace SqlTls.Action.Tests.Running;

/// <summary>What a step did, as a runner sees it.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Log">What it wrote, with every mask in place from the line on that set it.</param>
/// <param name="RawLog">What it wrote.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Environment">What later steps find in their environment.</param>
/// <param name="Summary">What it added to the job's summary.</param>
internal sealed record StepResult(
    int ExitCode,
    string Log,
    string RawLog,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, string> Environment,
    string Summary)
{
    private const string MaskCommand = "::add-mask::";

    private const int Killed = 137;

    public static StepResult Of(Tool run, string fileCommands)
    {
        if (run.ExitCode != Killed)
        {
            EveryGroupEnds(run);
        }

        return new StepResult(
            run.ExitCode,
            Masked(run.Output + run.Error),
            run.Output + run.Error,
            CommandFileReader.Read(Path.Combine(fileCommands, "output")),
            CommandFileReader.Read(Path.Combine(fileCommands, "env")),
            File.ReadAllText(Path.Combine(fileCommands, "summary")));
    }

    // Whether the step was done, failed or was cancelled: a group that is left open folds away what follows, and groups do not nest.
    private static void EveryGroupEnds(Tool run)
    {
        string[] commands = [.. run.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("::group::", StringComparison.Ordinal) || line == "::endgroup::")];
        Assert.True(commands.Chunk(2).All(pair => pair is [not "::endgroup::", "::endgroup::"]), run.Everything);
    }

    // A runner shows no line that sets a mask, and none of what is masked from then on.
    private static string Masked(string log)
    {
        var masks = new List<string>();
        var lines = new List<string>();
        foreach (string line in log.Split('\n'))
        {
            if (line.StartsWith(MaskCommand, StringComparison.Ordinal))
            {
                masks.Add(line[MaskCommand.Length..].Replace("%0D", "\r").Replace("%0A", "\n").Replace("%25", "%"));
            }
            else
            {
                lines.Add(masks.OrderByDescending(mask => mask.Length).Aggregate(line, (text, mask) => text.Replace(mask, "***")));
            }
        }

        return string.Join('\n', lines);
    }
}
