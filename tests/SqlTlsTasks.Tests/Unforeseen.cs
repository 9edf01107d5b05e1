using AsyncTask = System.Threading.Tasks.Task;

namespace SqlTlsTasks.Tests;

/// <summary>What no task foresaw.</summary>
public class Unforeseen
{
    [Fact]
    public void Ends_a_task_with_a_code_and_quotes_nothing()
    {
        var engine = new Engine();
        var task = new Failing { BuildEngine = engine, ProjectDirectory = Path.GetTempPath() };

        Assert.False(task.Execute());

        string said = Assert.Single(engine.Errors) is { Code: "SQLTLS5006" } error ? error.Message! : "";
        Assert.Contains(nameof(InvalidOperationException), said);
        Assert.Contains(engine.Messages, message => message.Contains(nameof(Failing), StringComparison.Ordinal));
        Assert.DoesNotContain(engine.Messages.Append(said), message => message.Contains("hunter2", StringComparison.Ordinal));
    }

    private sealed class Failing : SqlTlsTask
    {
        protected override AsyncTask RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Password=hunter2");
    }
}
