using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SqlTls.Certificates;
using SqlTls.Windows.Rig;

namespace SqlTls.Windows.Tests.UnderWine;

/// <summary>A Windows of its own for the tests: a Wine prefix, without a display, in which the win-x64 build of the rig runs.</summary>
public sealed class Wine : IAsyncLifetime
{
    private const string Loader = "/usr/lib/wine/wine64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Process? _rig;

    private string Prefix => _folder.File("prefix");

    private Dictionary<string, string?> Environment => new()
    {
        ["WINEPREFIX"] = Prefix,
        ["WINEARCH"] = "win64",
        ["WINEDEBUG"] = "-all",
        ["DISPLAY"] = null,
        ["WAYLAND_DISPLAY"] = null,
        // On some machines .NET under Wine ends with "Internal CLR error" where it maps its code twice.
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Tells the rig to do something. The first one starts it: where the tests are skipped, nothing is built.</summary>
    internal async Task<Answer> AskAsync(params string[] words)
    {
        await _turn.WaitAsync();
        try
        {
            _rig ??= await StartAsync();
            await _rig.StandardInput.WriteLineAsync(JsonSerializer.Serialize(words));
            await _rig.StandardInput.FlushAsync();
            string line = await _rig.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"The rig ended: {await _rig.StandardError.ReadToEndAsync()}");
            return JsonSerializer.Deserialize<Answer>(line)!;
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Writes values with Wine's own regedit.</summary>
    /// <param name="keys">What stands in a .reg file.</param>
    public async Task RegisterAsync(string keys)
    {
        string file = _folder.Write("keys.reg", $"Windows Registry Editor Version 5.00\r\n\r\n{keys.ReplaceLineEndings("\r\n")}\r\n");
        await RunAsync("regedit", "/S", file);
    }

    /// <summary>The values of a key, as Wine's own reg prints them: name, kind and data, parted by blanks.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string key, int bits = 64)
    {
        Tool query = await Tool.RunAsync(Loader, ["reg", "query", key, $"/reg:{bits}"], environment: Environment);
        return [.. query.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Skip(1)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }

    /// <summary>Installs an instance whose settings are these lines of a .reg file, with a service of its name.</summary>
    public async Task InstallAsync(string name, string settings, bool withService = true, int port = 51433, int bits = 64)
    {
        _ = await AskAsync("status", "none");
        string root = $@"HKEY_LOCAL_MACHINE\SOFTWARE\{(bits == 32 ? @"WOW6432Node\" : "")}Microsoft\Microsoft SQL Server";
        string id = $@"{root}\MSSQL16.{name}";
        await RegisterAsync($"""
            [{root}\Instance Names\SQL]
            "{name}"="MSSQL16.{name}"

            [{id}\Setup]
            "PatchLevel"="16.0.4125.3"

            [{id}\MSSQLServer\Parameters]
            "SQLArg0"="-dC:\\master.mdf"
            "SQLArg1"="-eC:\\{name}.ERRORLOG"

            [{id}\MSSQLServer\SuperSocketNetLib]
            {settings}

            [{id}\MSSQLServer\SuperSocketNetLib\Tcp]
            "Enabled"=dword:00000001

            [{id}\MSSQLServer\SuperSocketNetLib\Tcp\IPAll]
            "TcpPort"="{port}"
            """);
        if (withService)
        {
            await RunAsync(attempts: 3, "sc", "create", $"MSSQL${name}", "binPath=", $@"{InWine(_folder.File("rig"))}\SqlTls.Windows.Rig.exe service MSSQL${name}");
        }
    }

    /// <summary>The settings of an instance, as Wine's own reg prints them.</summary>
    public Task<IReadOnlyList<string>> SettingsAsync(string name, int bits = 64) =>
        QueryAsync($@"HKLM\SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL16.{name}\MSSQLServer\SuperSocketNetLib", bits);

    /// <summary>Puts a certificate where the rig's stand-in for the certificate store has it. Gives its thumbprint.</summary>
    public async Task<string> InstallCertificateAsync()
    {
        using ServerCertificate certificate = Machine.Certificate("db01");
        return await InstallAsync(certificate);
    }

    /// <summary>The same for one that somebody needs the key of.</summary>
    public async Task<string> InstallAsync(ServerCertificate certificate)
    {
        string file = _folder.Write($"{certificate.Describe().Thumbprint}.pem", certificate.CertificatePem());
        Answer installed = await AskAsync("install", InWine(file));
        Assert.Equal(certificate.Describe().Thumbprint, installed.Output);
        return installed.Output;
    }

    /// <summary>A path of this system as programs under Wine name it.</summary>
    public static string InWine(string path) => $"Z:{path.Replace('/', '\\')}";

    /// <summary>The first line of an instance's error log: no two starts have the same.</summary>
    public string Start(string name) => Encoding.Unicode.GetString(File.ReadAllBytes(Path.Combine(Prefix, "drive_c", $"{name}.ERRORLOG"))).Split('\n')[0];

    public async Task DisposeAsync()
    {
        if (_rig is not null)
        {
            _rig.StandardInput.Close();
            await _rig.WaitForExitAsync().WaitAsync(Patience);
            _rig.Dispose();
            _ = await Tool.RunAsync("/usr/lib/wine/wineserver64", ["-k"], environment: Environment);
        }

        _turn.Dispose();
        _folder.Dispose();
    }

    private async Task<Process> StartAsync()
    {
        Task publishing = PublishAsync();
        await RunAsync("wineboot", "-i");
        await publishing;
        var start = new ProcessStartInfo(Loader, [_folder.File("rig/SqlTls.Windows.Rig.exe")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach ((string name, string? value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task PublishAsync()
    {
        string folder = AppContext.BaseDirectory;
        string configuration = folder.Contains($"{Path.DirectorySeparatorChar}release", StringComparison.Ordinal) ? "Release" : "Debug";
        while (!File.Exists(Path.Combine(folder, "SqlTlsTasks.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        Tool publish = await Tool.RunAsync(
            "dotnet",
            ["publish", "tests/SqlTls.Windows.Rig", "-c", configuration, "-r", "win-x64", "--self-contained", "-o", _folder.File("rig"), "-p:RunAnalyzers=false", "-nodeReuse:false"],
            workingFolder: folder,
            seconds: 600);
        Assert.True(publish.ExitCode == 0, publish.Everything);
    }

    private Task RunAsync(params string[] words) => RunAsync(attempts: 1, words);

    // Wine's sc once ended with 1 and without a word: what only prepares a test is asked for again.
    private async Task RunAsync(int attempts, params string[] words)
    {
        Tool run = await Tool.RunAsync(Loader, words, environment: Environment, seconds: 120);
        for (; run.ExitCode != 0 && attempts > 1; attempts--)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            run = await Tool.RunAsync(Loader, words, environment: Environment, seconds: 120);
        }

        Assert.True(run.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', words)}: {run.Everything}"));
    }
}
