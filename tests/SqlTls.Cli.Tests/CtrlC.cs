using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SqlTls.Provisioning;

namespace SqlTls.Cli.Tests;

public sealed class CtrlC : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _temporary = new();
    private readonly TemporaryFolder _output = new();

    public void Dispose()
    {
        _temporary.Dispose();
        _output.Dispose();
    }

    [RequiresFact("procfs")]
    public async Task In_the_middle_of_up_leaves_no_process_no_file_and_no_folder()
    {
        using Process up = Start("up", "--endpoint", "--output", _output.Path);
        // The checks run in connectors: once there is one, the certificate is made and the endpoint is up.
        int[] connectors = await ChildrenOfAsync(up);

        await up.InterruptAsync();
        await up.WaitForExitAsync().WaitAsync(Patience);

        Assert.NotEmpty(connectors);
        Assert.Equal(130, up.ExitCode);
        Assert.DoesNotContain(connectors, id => File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Contains("SqlTls.Connector", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_output.Path));
        Assert.DoesNotContain("   at ", await up.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [RequiresFact("procfs")]
    public async Task In_the_middle_of_up_with_JSON_prints_the_document_of_an_error()
    {
        using Process up = Start("up", "--endpoint", "--json", "--output", _output.Path);
        _ = await ChildrenOfAsync(up);

        await up.InterruptAsync();
        await up.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(130, up.ExitCode);
        using var document = JsonDocument.Parse(await up.StandardOutput.ReadToEndAsync());
        Assert.Equal("SQLTLS5008", document.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("up --endpoint", 120)]
    [InlineData("up --endpoint --timeout 3600", 3600)]
    [InlineData("down --service --timeout 1800", 1800)]
    public void Leaves_up_and_down_the_time_that_putting_back_may_take(string words, int startSeconds) =>
        Assert.True(CommandLine.Patience(CommandLine.Create(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false, HasColor: false)).Parse(words)) > Provisioner.UndoLimit(TimeSpan.FromSeconds(startSeconds)));

    [RequiresTheory("linux")]
    [InlineData("probe")]
    [InlineData("verify", "--server")]
    public async Task Ends_the_wait_for_a_server_that_says_nothing(params string[] verb)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using Process process = Start([.. verb, $"127.0.0.1,{((IPEndPoint)silent.LocalEndpoint).Port}", "--timeout", "120"]);
        using TcpClient connection = await silent.AcceptTcpClientAsync().WaitAsync(Patience);

        await process.InterruptAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
        Assert.DoesNotContain("   at ", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private Process Start(params string[] words)
    {
        ProcessStartInfo start = Interruptible.Dotnet(typeof(CommandLine).Assembly.Location, words);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["TMPDIR"] = _temporary.Path;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }

    private static async Task<int[]> ChildrenOfAsync(Process parent)
    {
        for (int attempt = 0; attempt < 3000 && !parent.HasExited; attempt++)
        {
            int[] children = [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == parent.Id)];
            if (children.Length > 0)
            {
                return children;
            }

            await Task.Delay(10);
        }

        return [];
    }

    // proc(5): the fourth field of stat; the second is a name in brackets, which may hold anything.
    private static int ParentOf(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return 0;
        }
    }
}
