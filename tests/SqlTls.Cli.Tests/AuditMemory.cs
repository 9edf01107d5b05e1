using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SqlTls.Cli.Tests;

/// <summary>The tool, in a process of its own, on files that are made to fill its memory.</summary>
public sealed class AuditMemory : IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private const int MostMegabytes = 200;
    private const string Bad = "\"Server=db;Initial Catalog=x;Encrypt=false\"";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresFact("procfs")]
    public async Task A_file_of_a_gigabyte_is_read_to_its_end()
    {
        const string Line = "  { \"name\": \"widget\", \"price\": 12.50, \"text\": \"as it is known\" },\n";
        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Line, Megabyte / Line.Length)));
        long count = 1024L * Megabyte / lines.Length;
        string file = Write("a.json", lines, count, Encoding.ASCII.GetBytes(Bad + "\n"));

        Run run = await AuditAsync(file);

        Assert.True(new FileInfo(file).Length > 1_000_000_000);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"a.json({(count * (lines.Length / Line.Length)) + 1},2): error SQLTLS1001: ", run.Output);
        Assert.DoesNotContain("SQLTLS1011", run.Output);
        AssertSmall(run);
    }

    [RequiresFact("procfs")]
    public async Task A_line_of_100_megabytes_is_read_in_pieces_and_told()
    {
        string file = Write("a.json", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"n\":\"widgets\"},", Megabyte / 16))), 100, Encoding.ASCII.GetBytes(Bad));
        string literal = Write("b.cs", Encoding.ASCII.GetBytes(new string('x', Megabyte)), 100, Encoding.ASCII.GetBytes(Bad), before: "var s = \"Server=db;Encrypt=true;Application Name=");

        Run run = await AuditAsync(file, literal);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"a.json(1,{(100 * Megabyte) + 2}): error SQLTLS1001: ", run.Output);
        Assert.Contains("b.cs(1,1): warning SQLTLS1011: A line or literal of more than 1 million characters was read in pieces", run.Output);
        AssertSmall(run);
    }

    [RequiresFact("procfs")]
    public async Task JSON_nested_100_000_deep_is_told_and_read()
    {
        string file = _folder.Write("a.json", $"{new string('[', 100_000)}\n{Bad}{new string(']', 100_000)}");

        Run run = await AuditAsync(file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.json(1,1001): warning SQLTLS1011: This JSON is nested more than 1,000 deep", run.Output);
        Assert.Contains("a.json(2,2): error SQLTLS1001: ", run.Output);
        AssertSmall(run);
    }

    [RequiresFact("procfs")]
    public async Task A_YAML_bomb_is_told_and_not_expanded()
    {
        IEnumerable<string> levels = Enumerable.Range(1, 20).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");
        string file = _folder.Write("a.yml", $"a0: &a0 {Bad}\n{string.Join('\n', levels)}\n");

        Run run = await AuditAsync(file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("warning SQLTLS1011: The aliases of this YAML stand for more than 1,000,000 values: none was expanded", run.Output);
        Assert.Contains("1 files, 1 connection strings, 2 findings", run.Output);
        AssertSmall(run);
    }

    [RequiresFact("procfs")]
    public async Task Broken_XML_is_told_and_read_as_far_as_it_goes()
    {
        string file = _folder.Write("web.config", $"<configuration>\n<add a={Bad}/>\n<add b={Bad.Replace("\"/>", "", StringComparison.Ordinal)} <<<&&& </x>\n{string.Concat(Enumerable.Repeat("<a b='", 150_000))}");

        Run run = await AuditAsync(file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("web.config(2,9): error SQLTLS1001: ", run.Output);
        Assert.Contains("web.config(3,52): warning SQLTLS1011: This is no well-formed XML", run.Output);
        AssertSmall(run);
    }

    [RequiresFact("procfs")]
    public async Task Entities_of_XML_are_not_expanded()
    {
        IEnumerable<string> levels = Enumerable.Range(1, 20).Select(level => $"<!ENTITY a{level} \"{string.Concat(Enumerable.Repeat($"&a{level - 1};", 10))}\">");
        string file = _folder.Write("a.config", $"<!DOCTYPE x [<!ENTITY a0 {Bad}><!ENTITY f SYSTEM \"file:///etc/passwd\">{string.Concat(levels)}]>\n<x a={Bad}>&a20;&f;</x>");

        Run run = await AuditAsync(file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.config(2,7): error SQLTLS1001: ", run.Output);
        Assert.DoesNotContain("root:", run.Output);
        AssertSmall(run);
    }

    private string Write(string name, byte[] repeated, long count, byte[] after, string before = "")
    {
        string file = _folder.Write(name, before);
        using FileStream stream = File.OpenWrite(file);
        stream.Seek(0, SeekOrigin.End);
        for (long i = 0; i < count; i++)
        {
            stream.Write(repeated);
        }

        stream.Write(after);
        return file;
    }

    private async Task<Run> AuditAsync(params string[] files)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "audit", .. files.Select(file => Path.GetFileName(file))])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        var watch = Stopwatch.StartNew();
        int peak = 0;
        Task exit = process.WaitForExitAsync();
        while (await Task.WhenAny(exit, Task.Delay(5)) != exit)
        {
            peak = PeakOf(process.Id) ?? peak;
            Assert.True(watch.Elapsed < Patience, "It is still running.");
        }

        return new(process.ExitCode, await output + await error, peak);
    }

    // proc_pid_status(5): the peak of what it held in memory. The kernel keeps it, so that nothing is missed between two looks but what the last few milliseconds add.
    private static int? PeakOf(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : int.Parse(line.AsSpan("VmHWM:".Length, line.Length - "VmHWM:".Length - "kB".Length), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void AssertSmall(Run run) => Assert.InRange(run.PeakMegabytes, 20, MostMegabytes);

    private sealed record Run(int ExitCode, string Output, int PeakMegabytes);
}
