using System.Diagnostics;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

public sealed class EndpointProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Says_in_a_line_where_it_listens_and_ends_cleanly_on_CtrlC()
    {
        using Process process = Start();
        using JsonDocument endpoint = await LineAsync(process);
        string authority = endpoint.RootElement.GetProperty("authorityFile").GetString()!;

        Cli probe = await Cli.RunAsync("probe", endpoint.RootElement.GetProperty("server").GetString()!, "--authority", authority);
        int exitCode = await InterruptAsync(process);

        Assert.Equal(0, probe.ExitCode);
        Assert.Equal(0, exitCode);
        Assert.False(File.Exists(authority));
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    [Theory]
    [InlineData("server.pfx")]
    [InlineData("server.crt", "--key", "server.key")]
    public async Task Presents_a_certificate_that_is_given(string certificate, params string[] key)
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", folder.Path);

        using Process process = Start(["--certificate", certificate, .. key]);
        using JsonDocument endpoint = await LineAsync(process);
        Cli probe = await Cli.RunAsync("probe", endpoint.RootElement.GetProperty("server").GetString()!, "--authority", folder.File("authority.crt"), "--dns-name", "sql.test");
        _ = await InterruptAsync(process);

        Assert.True(probe.ExitCode == 0, probe.Output);
    }

    private static async Task<JsonDocument> LineAsync(Process process) =>
        JsonDocument.Parse(await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()));

    private static async Task<int> InterruptAsync(Process process)
    {
        await process.InterruptAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    private Process Start(params string[] words)
    {
        ProcessStartInfo start = Interruptible.Dotnet(typeof(CommandLine).Assembly.Location, ["endpoint", "--json", .. words]);
        start.WorkingDirectory = folder.Path;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }
}
