using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Endpoint;
using SqlTls.Endpoint.Scenarios;

namespace SqlTls.Cli.Tests;

/// <summary>
/// Every command that stands in a block of README or of a guide is run as it stands, in a folder with the files that it names, or is marked
/// here with what it needs that this test has not. What stands on a code's page is an example of a failure.
/// </summary>
public sealed class DocumentedRuns : IAsyncLifetime
{
    private const string Container = "a SQL Server in a container: SqlTls.Docker.Tests has one";
    private const string Service = "a SQL Server that is a service of the machine: SqlTls.Docker.Tests has one";
    private const string Windows = "SQL Server on Windows: SqlTls.Windows.Tests has what can be had of it";

    private static readonly (string Start, string What)[] Needs =
    [
        ("up --container ", Container),
        ("down --container ", Container),
        ("verify --server localhost,1433 --authority .sqltls/mssql/authority.crt", Container),
        ("up --image ", "Microsoft's image: SqlTls.Docker.Tests has one in its place"),
        ("up --service ", Service),
        ("up --instance ", Windows),
        ("down --instance ", Windows),
        ("certificate export --instance ", Windows),
        ("client force-encryption ", Windows),
        ("instances", Windows),
        ("trust add --scope machine ", "a machine of its own: SqlTls.Docker.Tests has one"),
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private ServerCertificate? _certificate;
    private TdsEndpoint? _server;

    public static IEnumerable<object[]> Runs => Commands().Where(words => Need(words) is null).Select(words => (object[])[words]);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificate?.Dispose();
        _folder.Dispose();
    }

    [RequiresTheory("linux")]
    [MemberData(nameof(Runs))]
    public async Task Do_what_they_say(string words)
    {
        await PrepareAsync(words);
        ProcessStartInfo start = Interruptible.Dotnet(typeof(CommandLine).Assembly.Location, words.Split(' '));
        start.WorkingDirectory = _folder.Path;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["HOME"] = _folder.Path;
        SecretVariables.RemoveFrom(start.Environment);

        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(_server?.Server);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();

        string said = "";
        if (IsServing(words))
        {
            // It serves until it is told to end; of all scenarios, once the last one listens.
            string last = words.EndsWith("all", StringComparison.Ordinal) ? ScenarioCatalog.All[^1].Name : "";
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                said += line + "\n";
                if (line.Contains(last, StringComparison.Ordinal))
                {
                    break;
                }
            }

            await process.InterruptAsync();
        }

        said += await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == Verdict(words), $"exit code {process.ExitCode}\n{said}\n{await error}");
    }

    [Fact]
    public void That_are_marked_are_still_documented() =>
        Assert.All(Needs, need => Assert.Contains(Commands(), words => words.StartsWith(need.Start, StringComparison.Ordinal)));

    private static bool IsServing(string words) => words.StartsWith("endpoint", StringComparison.Ordinal) && !words.EndsWith("list", StringComparison.Ordinal);

    // Without the authority that vouches for the test's server, that server is not trusted.
    private static int Verdict(string words) => words.StartsWith("probe --file - ", StringComparison.Ordinal) ? 1 : 0;

    private static string? Need(string words) => Needs.Where(need => words.StartsWith(need.Start, StringComparison.Ordinal)).Select(need => need.What).FirstOrDefault();

    private static IEnumerable<string> Commands() => Directory.EnumerateFiles(Repository.File("docs"), "*.md")
        .Append(Repository.File("README.md"))
        .SelectMany(DocumentedCommands.InBlocksOf)
        .Distinct();

    // The files that a command names, and the server in its list.
    private async Task PrepareAsync(string words)
    {
        bool Names(string file) => words.Contains(file, StringComparison.Ordinal);
        if (Names("corp.pfx") || Names("server.crt"))
        {
            _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.example.com", "--output", _folder.Path);
            File.Move(_folder.File("server.pfx"), _folder.File("corp.pfx"));
        }

        if (Names("issued.crt"))
        {
            await IssueAsync();
        }

        if (Names(".sqltls/mssql"))
        {
            _ = await Cli.RunAsync("up", "--endpoint", "--output", _folder.File(".sqltls/mssql"));
        }

        if (words.StartsWith("trust", StringComparison.Ordinal))
        {
            _ = await Cli.RunAsync("up", "--endpoint", "--output", _folder.File(".sqltls/embedded-endpoint"));
        }

        if (Names("--file"))
        {
            _certificate = ServerCertificate.Create(CertificateOptions.For("localhost", "127.0.0.1") with { Days = 90 });
            _server = await TdsEndpoint.StartAsync(new TdsEndpointOptions { Certificate = _certificate });
            File.Copy(_server.AuthorityFile, _folder.File("corp-ca.crt"));
            _folder.Write("servers.txt", _server.Server + "\n");
            _folder.Write("servers.yaml", $"- server: {_server.Server}\n");
        }

        _folder.Write("appsettings.json", """{ "ConnectionStrings": { "Default": "Server=sql.example.com;Database=Orders;Integrated Security=true;Encrypt=Mandatory" } }""");
    }

    // What a corporate authority does with a request.
    private async Task IssueAsync()
    {
        _ = await Cli.RunAsync("certificate", "request", "--dns-name", "sql.example.com", "--output", _folder.File("sql"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = new CertificateRequest("CN=Corp CA", key, HashAlgorithmName.SHA256);
        own.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 authority = own.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
        CertificateRequest request = CertificateRequest.LoadSigningRequestPem(
            await File.ReadAllTextAsync(_folder.File("sql/server.csr")), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        using X509Certificate2 issued = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddHours(-1), now.AddDays(90), [1, 2, 3]);
        _folder.Write("issued.crt", issued.ExportCertificatePem() + "\n" + authority.ExportCertificatePem());
    }
}
