using System.Diagnostics;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

public class EndpointProcess
{
    [Fact]
    public async Task Says_in_a_line_where_it_listens_and_ends_cleanly_on_CtrlC()
    {
        string tool = typeof(CommandLine).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet", [tool, "endpoint", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string line = (await process.StandardOutput.ReadLineAsync())!;
        using var endpoint = JsonDocument.Parse(line);
        string authority = endpoint.RootElement.GetProperty("authorityFile").GetString()!;
        string server = endpoint.RootElement.GetProperty("server").GetString()!;

        Cli probe = await Cli.RunAsync("probe", server, "--authority", authority);
        _ = await Tool.RunAsync("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

        Assert.Equal(0, probe.ExitCode);
        Assert.Equal(0, process.ExitCode);
        Assert.False(File.Exists(authority));
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }
}
