using System.Diagnostics;
using System.Text;
using SqlTls.Certificates;

namespace SqlTls.Cli.Tests;

/// <summary>A thousand servers in a few processes, one in ten bad in each way in turn, and the tool on a machine that trusts all of their authorities.</summary>
public sealed class Farm : IAsyncLifetime
{
    private const int Count = 1_000;
    private const int Processes = 2;
    private const int OneBadIn = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];
    private readonly StringBuilder _authorities = new();

    /// <summary>What each server is, by its address: a scenario's name, <c>good</c>, <c>resets</c> or <c>floods</c>.</summary>
    public Dictionary<string, string> Servers { get; } = [];

    private string Trusted => _folder.File("trusted.pem");

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using ServerCertificate certificate = ServerCertificate.Create(CertificateOptions.For(
            Enumerable.Range(0, Processes).SelectMany(network => Enumerable.Range(1, 250).Select(host => $"127.0.{network}.{host}"))));
        string good = _folder.File("good.pfx");
        await File.WriteAllBytesAsync(good, certificate.Pfx(null));
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(network => StartProcessAsync(good, $"{network}", $"{Count / Processes}", $"{OneBadIn}")));
        await File.WriteAllTextAsync(Trusted, $"{_authorities}{certificate.Authority!.ExportCertificatePem()}");
    }

    public async Task DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>Writes a list of some of them.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="servers">Their addresses.</param>
    /// <returns>Its full path.</returns>
    public string List(string name, IEnumerable<string> servers) => _folder.Write(name, string.Join('\n', servers));

    /// <summary>Runs the tool on a list, as a process of its own: .NET reads what the machine trusts when it starts.</summary>
    /// <param name="verb"><c>probe</c> or <c>verify</c>.</param>
    /// <param name="list">The list.</param>
    /// <param name="words">The rest.</param>
    public Task<Tool> RunAsync(string verb, string list, params IEnumerable<string> words) => Tool.RunAsync(
        "dotnet",
        [typeof(CommandLine).Assembly.Location, verb, "--file", list, "--format", "ndjson", .. words],
        environment: [new("SSL_CERT_FILE", Trusted), new("SSL_CERT_DIR", null)],
        seconds: 400);

    private async Task StartProcessAsync(params string[] words)
    {
        string program = Repository.File($"artifacts/bin/SqlTls.Farm/{Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))}/SqlTls.Farm.dll");
        Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. words]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        lock (_processes)
        {
            _processes.Add(process);
        }

        while (await process.StandardOutput.ReadLineAsync() is { Length: > 0 } line)
        {
            string[] said = line.Split(' ');
            string authority = said.Length > 2 ? await File.ReadAllTextAsync(said[2]) : "";
            lock (Servers)
            {
                Servers.Add(said[0], said[1]);
                _ = _authorities.Append(authority);
            }
        }
    }
}
