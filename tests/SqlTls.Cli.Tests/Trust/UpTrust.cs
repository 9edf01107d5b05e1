using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SqlTls.Cli.Tests.Trust;

public sealed class UpTrust : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trusts_the_authority_it_made_and_down_takes_that_away()
    {
        Cli up = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);
        string[] trusted = await TrustedAsync();
        Cli down = await Cli.RunAsync("down", "--endpoint", "--output", _folder.Path);

        Assert.True(up.ExitCode == 0, up.Error);
        _ = Assert.Single(trusted);
        Assert.True(down.ExitCode == 0, down.Error);
        Assert.Empty(await TrustedAsync());
    }

    [Fact]
    public async Task Trusts_the_new_authority_instead_of_the_old()
    {
        _ = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);
        string[] first = await TrustedAsync();
        _ = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);

        string second = Assert.Single(await TrustedAsync());
        Assert.NotEqual(Assert.Single(first), second);
    }

    [Theory]
    [InlineData("world")]
    [InlineData("7")]
    [InlineData("")]
    public async Task Refuses_a_scope_that_is_none(string scope)
    {
        Cli up = await Cli.RunAsync("up", "--endpoint", "--trust", scope, "--output", _folder.File("new"));

        Assert.Equal(2, up.ExitCode);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public async Task Of_a_machine_is_refused_to_a_certificate_that_is_no_authority_before_anything_is_touched()
    {
        Cli up = await Cli.RunAsync(["up", "--endpoint", "--trust", "machine", .. SelfSigned(), "--output", _folder.File("new")]);

        Assert.Equal(2, up.ExitCode);
        Assert.Contains("SQLTLS5102", up.Error);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public async Task Is_refused_to_a_certificate_whose_issuer_is_not_known_before_anything_is_touched()
    {
        Cli up = await Cli.RunAsync(["up", "--endpoint", "--trust", "step", .. Issued(), "--output", _folder.File("new")]);

        Assert.Equal(2, up.ExitCode);
        Assert.Contains("SQLTLS5102", up.Error);
        Assert.Contains("--authority FILE", up.Error);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_the_store_refuses_leaves_the_report_of_what_was_done(bool json)
    {
        // Where the step's folder would be.
        _folder.Write("out/trust", "a file");

        Cli up = await Cli.RunAsync(["up", "--endpoint", "--trust", "step", .. json ? ["--json"] : Array.Empty<string>(), "--output", _folder.File("out")]);

        Assert.Equal(3, up.ExitCode);
        string error = json ? JsonDocument.Parse(up.Output).RootElement.GetProperty("error").GetRawText() : up.Error;
        Assert.Contains("SQLTLS5106", error);
        Assert.Contains(_folder.File("out/report.json"), error);
        Assert.Equal(!json, up.Output.Contains("encrypted-connection", StringComparison.Ordinal));
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("out/report.json")));
        Assert.Contains(_folder.File("out/server.crt"), report.RootElement.GetProperty("connectionStrings").GetProperty("sqlclient").GetString());
    }

    [RequiresFact("linux")]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task Of_a_machine_is_refused_to_a_plan_as_to_a_run()
    {
        // What the store asks who it is that runs it.
        File.SetUnixFileMode(_folder.Write("id", "#!/bin/sh\necho 1000\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Tool plan = await Tool.RunAsync(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "up", "--endpoint", "--trust", "machine", "--dry-run", "--output", _folder.File("new")],
            environment: [new("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}")]);

        Assert.True(plan.ExitCode == 3, plan.Everything);
        Assert.Contains("SQLTLS5101", plan.Error);
    }

    [Fact]
    public async Task Ends_for_the_authority_before_where_the_next_is_not_known()
    {
        _ = await Cli.RunAsync("up", "--endpoint", "--trust", "step", "--output", _folder.Path);
        string[] first = await TrustedAsync();

        _ = await Cli.RunAsync(["up", "--endpoint", .. Issued(), "--output", _folder.Path]);

        _ = Assert.Single(first);
        Assert.Empty(await TrustedAsync());
    }

    [RequiresFact("docker")]
    public async Task Of_a_machine_takes_a_certificate_that_is_no_authority_by_force()
    {
        await using Machine machine = await Machine.StartAsync("--volume", $"{_folder.Path}:{_folder.Path}:ro");

        Tool up = await machine.SqlTlsAsync(["up", "--endpoint", "--trust", "machine", "--force", .. SelfSigned(), "--output", "/tmp/out"]);
        string anchors = await machine.ShellAsync("ls /usr/local/share/ca-certificates");

        Assert.True(up.ExitCode == 0, up.Everything);
        Assert.StartsWith("sqltls-trust-", anchors);
    }

    private string[] Issued()
    {
        var chain = CertificateChain.Make();
        return ["--certificate", _folder.Write("issued.crt", chain.Chain), "--key", _folder.Write("issued.key", chain.Key)];
    }

    private string[] SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(90));
        return ["--certificate", _folder.Write("self.crt", made.ExportCertificatePem()), "--key", _folder.Write("self.key", key.ExportPkcs8PrivateKeyPem())];
    }

    private async Task<string[]> TrustedAsync()
    {
        Cli list = await Cli.RunAsync("trust", "list", "--scope", "step", "--output", _folder.Path, "--json");
        return [.. JsonDocument.Parse(list.Output).RootElement.GetProperty("trusted").EnumerateArray().Select(entry => entry.GetProperty("thumbprint").GetString()!)];
    }
}
