using System.IO.Compression;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace SqlTlsTasks.Tests;

/// <summary>What a build did, by its exit code, its text and its binary log.</summary>
internal sealed record Build(Tool Run, string LogFile)
{
    private readonly Lazy<BuildEventArgs[]> _events = new(() => [.. new BinLogReader().ReadRecords(LogFile).Select(record => record.Args).OfType<BuildEventArgs>()]);

    public bool Succeeded => Run.ExitCode == 0;

    public IReadOnlyList<BuildWarningEventArgs> Warnings => [.. _events.Value.OfType<BuildWarningEventArgs>()];

    public IReadOnlyList<BuildErrorEventArgs> Errors => [.. _events.Value.OfType<BuildErrorEventArgs>()];

    /// <summary>Codes of warnings and errors of the package, each as often as it was reported.</summary>
    public IReadOnlyList<string> Codes =>
        [.. Warnings.Select(warning => warning.Code).Concat(Errors.Select(error => error.Code)).Where(code => code?.StartsWith("SQLTLS", StringComparison.Ordinal) == true)];

    public IReadOnlyList<string> Messages => [.. _events.Value.OfType<BuildMessageEventArgs>().Select(message => message.Message ?? "")];

    /// <summary>Everything that the binary log holds, as text.</summary>
    public async Task<string> ReadLogAsync()
    {
        await using var log = new GZipStream(File.OpenRead(LogFile), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await log.CopyToAsync(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>How often a task was started.</summary>
    public int Started(string task) => _events.Value.OfType<TaskStartedEventArgs>().Count(started => started.TaskName == task);
}
