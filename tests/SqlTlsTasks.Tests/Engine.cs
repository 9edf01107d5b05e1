using System.Collections;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace SqlTlsTasks.Tests;

/// <summary>A build engine that keeps what a task tells it, for tests of a task without a build.</summary>
internal sealed class Engine : IBuildEngine
{
    private readonly List<BuildEventArgs> _events = [];

    public IReadOnlyList<BuildErrorEventArgs> Errors => [.. _events.OfType<BuildErrorEventArgs>()];

    public IReadOnlyList<BuildWarningEventArgs> Warnings => [.. _events.OfType<BuildWarningEventArgs>()];

    public IReadOnlyList<string> Messages => [.. _events.OfType<BuildMessageEventArgs>().Select(message => message.Message ?? "")];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public static ITaskItem Item(string spec, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(spec, treatAsFilePath: false);
        foreach ((string name, string value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        return item;
    }

    public void LogErrorEvent(BuildErrorEventArgs e) => Keep(e);

    public void LogWarningEvent(BuildWarningEventArgs e) => Keep(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Keep(e);

    public void LogCustomEvent(CustomBuildEventArgs e) => Keep(e);

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

    private void Keep(BuildEventArgs said)
    {
        lock (_events)
        {
            _events.Add(said);
        }
    }
}
