using System.Diagnostics;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

/// <summary><c>up --endpoint --keep-running</c> in a process of its own, and what it hands out.</summary>
internal sealed class RunningUp : IAsyncDisposable
{
    public const string Password = "Dr1ver-pass-word";

    private readonly Process _process = new();

    private RunningUp()
    {
    }

    public TemporaryFolder Folder { get; } = new();

    public JsonElement Report { get; private set; }

    public string Authority => Folder.File("authority.crt");

    public string Port => Report.GetProperty("instance").GetProperty("server").GetString()!.Split(',')[1];

    public static async Task<RunningUp> StartAsync(params string[] words)
    {
        var up = new RunningUp();
        up._process.StartInfo = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "up", "--endpoint", .. words, "--keep-running", "--output", up.Folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        up._process.StartInfo.Environment["SQLTLS_PASSWORD"] = Password;
        _ = up._process.Start();
        string? said;
        do
        {
            said = await up._process.StandardError.ReadLineAsync();
        }
        while (said is not null && !said.StartsWith("Listening on", StringComparison.Ordinal));

        up.Report = JsonDocument.Parse(await File.ReadAllTextAsync(up.Folder.File("report.json"))).RootElement;
        return up;
    }

    /// <summary>A driver's string, without the password.</summary>
    public string StringFor(string driver) => Report.GetProperty("connectionStrings").GetProperty(driver).GetString()!;

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Folder.Dispose();
    }
}
