using System.Globalization;
using System.Text;

namespace SqlTls.Endpoint.Linux;

/// <summary>Writes an error log as SQL Server on Linux does: UTF-8, a time and a source before each line; the last one becomes <c>errorlog.1</c>.</summary>
internal sealed class ErrorLogWriter : IDisposable
{
    // The first lines of two logs differ by their time alone, which is written in hundredths of a second; SQL Server takes longer than that to start.
    private static readonly TimeSpan ShortestStart = TimeSpan.FromMilliseconds(20);

    private readonly StreamWriter _writer;
    private readonly Lock _writing = new();

    private ErrorLogWriter(StreamWriter writer) => _writer = writer;

    public static async Task<ErrorLogWriter> OpenAsync(string file, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (File.Exists(file))
        {
            await Task.Delay(ShortestStart, cancellationToken);
            File.Move(file, $"{file}.1", overwrite: true);
        }

        var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        return new ErrorLogWriter(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
    }

    public void Write(string source, string line)
    {
        lock (_writing)
        {
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss.ff} {source,-11} {line}"));
        }
    }

    public void WriteError(int number, string message)
    {
        Write("Server", $"Error: {number}, Severity: 16, State: 1.");
        Write("Server", message);
    }

    public void Dispose() => _writer.Dispose();
}
