using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

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
