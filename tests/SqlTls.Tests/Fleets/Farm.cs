using System.Diagnostics;
using SqlTls.Certificates;
using SqlTls.Tests.Certificates;

namespace SqlTls.Tests.Fleets;

/// <summary>Many embedded endpoints in a few processes, one in ten of them bad.</summary>
internal sealed class Farm : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];

    private Farm(Authority authority) => Authority = authority;

    public Authority Authority { get; }

    /// <summary>What each server is, by its address.</summary>
    public Dictionary<string, string> Servers { get; } = [];

    public static async Task<Farm> StartAsync(int count, int processes)
    {
        // Names of the farm's networks, and an authority for them.
        CertificateOptions names = CertificateOptions.For(
            Enumerable.Range(0, processes).SelectMany(network => Enumerable.Range(1, 250).Select(host => $"127.0.{network}.{host}")));
        var farm = new Farm(Authority.Create(names));
        farm.Write("good", farm.Authority.Issue(names));
        using var other = Authority.Create(names);
        farm.Write("untrusted", other.Issue(names));
        farm.Write("wrong-name", ServerCertificate.Create(CertificateOptions.For("elsewhere.test")));
        farm.Write("expired", ServerCertificate.Create(names, new FixedClock(DateTimeOffset.UtcNow.AddDays(-30))));
        await Task.WhenAll(Enumerable.Range(0, processes).Select(network => farm.StartProcessAsync(network, count / processes)));
        return farm;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Authority.Dispose();
        _folder.Dispose();
    }

    private void Write(string kind, ServerCertificate certificate)
    {
        using (certificate)
        {
            File.WriteAllBytes(_folder.File($"{kind}.pfx"), certificate.Pfx(null));
        }
    }

    private async Task StartProcessAsync(int network, int count)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "..", "..", "SqlTls.Farm", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "SqlTls.Farm.dll");
        Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.GetFullPath(program), _folder.Path, $"{network}", $"{count}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        lock (_processes)
        {
            _processes.Add(process);
        }

        while (await process.StandardOutput.ReadLineAsync() is { Length: > 0 } line)
        {
            string[] words = line.Split(' ');
            lock (Servers)
            {
                Servers.Add(words[0], words[1]);
            }
        }
    }
}
