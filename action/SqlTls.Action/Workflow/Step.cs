namespace SqlTls.Action.Workflow;

/// <summary>The step that this process is: what the runner gave it, and where it may write.</summary>
/// <param name="variable">Reads a variable of the environment.</param>
/// <param name="output">The log.</param>
internal sealed class Step(Func<string, string?> variable, TextWriter output)
{
    public Func<string, string?> Variable { get; } = variable;

    public WorkflowCommands Log { get; } = new(output);

    public CommandFile Outputs { get; } = new(variable("GITHUB_OUTPUT"));

    public CommandFile LaterEnvironment { get; } = new(variable("GITHUB_ENV"));

    public CommandFile Summary { get; } = new(variable("GITHUB_STEP_SUMMARY"));

    public static Step OfThisProcess()
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Step(Environment.GetEnvironmentVariable, Console.Out);
    }

    /// <summary>An input as it was given; null where it is empty. The runner names its variable so: blanks become _, and letters capitals.</summary>
    public string? Input(string name) =>
        Variable($"INPUT_{name.Replace(' ', '_').ToUpperInvariant()}") is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
