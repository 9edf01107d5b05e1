using System.Globalization;

namespace SqlTls.Endpoint.StandIn;

/// <summary>The error log of one start, in SQL Server's form; each line also goes to the console, as in SQL Server's own images.</summary>
internal sealed class StandInLog : IDisposable
{
    private readonly StreamWriter _file;
    private readonly Action<string> _console;
    private readonly Lock _lock = new();

    public StandInLog(string path, Action<string> console)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        _file = new StreamWriter(path) { AutoFlush = true };
        _console = console;
    }

    public void Write(string text) => Write("spid9s", text);

    public void Error(int number, string text)
    {
        Write($"Error: {number.ToString(CultureInfo.InvariantCulture)}, Severity: 16, State: 1.");
        Write(text);
    }

    public void Write(string source, string text)
    {
        string line = $"{DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.ff", CultureInfo.InvariantCulture)} {source,-11} {text}";
        lock (_lock)
        {
            _file.WriteLine(line);
            _console(line);
        }
    }

    public void Dispose() => _file.Dispose();
}
