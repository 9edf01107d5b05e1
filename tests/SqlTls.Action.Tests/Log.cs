using SqlTls.Action.Workflow;

namespace SqlTls.Action.Tests;

/// <summary>A step in this process, with a log and command files of the test's own.</summary>
internal sealed class Log : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public Log(params (string Name, string Value)[] environment)
    {
        var values = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        values["GITHUB_OUTPUT"] = _folder.File("output");
        values["GITHUB_ENV"] = _folder.File("env");
        values["GITHUB_STEP_SUMMARY"] = _folder.File("summary");
        Step = new Step(values.GetValueOrDefault, _output);
    }

    public Step Step { get; }

    public string Text => _output.ToString();

    public IReadOnlyDictionary<string, string> Outputs => CommandFileReader.Read(_folder.File("output"));

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }
}
