using System.Diagnostics;
using System.Reflection;
using SqlTls.Connector.Wire;

namespace SqlTls.Connector.Tests;

/// <summary>A connector of a test's own: lines in, lines out.</summary>
internal sealed class ConnectorLines : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly string Library = Assembly.Load("SqlTls.Connector").Location;

    private ConnectorLines(Process process) => Process = process;

    public Process Process { get; }

    public static ConnectorLines Start()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Library])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Tests may run where cultures are switched off; SqlClient refuses to.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
        return new ConnectorLines(Process.Start(start)!);
    }

    public async Task SayAsync(string line)
    {
        await Process.StandardInput.WriteLineAsync(line);
        await Process.StandardInput.FlushAsync();
    }

    public Task TryAsync(int id, string connectionString) => SayAsync(WireJson.Write(new Attempt(id, connectionString)));

    public async Task<Answer> HearAsync() =>
        WireJson.ReadAnswer(await Process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException(await Process.StandardError.ReadToEndAsync()));

    public async Task<int> EndAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(Patience);
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
        }

        Process.Dispose();
    }
}
