using System.Text.Json;
using SqlTls.Certificates;

namespace SqlTls.Cli.Tests.Trust;

/// <summary>With <c>--dry-run</c> trust is told and not touched.</summary>
public sealed class TrustDryRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Authority _authority = Authority.Create(CertificateOptions.For("db.example.org"));

    private string Thumbprint => _authority.Certificate.Thumbprint.ToLowerInvariant();

    private string[] Where => ["--authority", _folder.Write("authority.crt", _authority.Certificate.ExportCertificatePem()), "--output", _folder.File("new")];

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Of_add_says_what_would_be_trusted_and_where()
    {
        Cli dry = await Cli.RunAsync(["trust", "add", .. Where, "--dry-run"]);

        Assert.Equal(0, dry.ExitCode);
        Assert.Contains($"Would trust {Thumbprint}", dry.Output);
        Assert.Contains(_folder.File("new"), dry.Output);
        Assert.Contains("Nothing was changed: this was a dry run.", dry.Output);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public async Task Of_add_has_nothing_to_do_for_what_is_trusted()
    {
        _ = await Cli.RunAsync(["trust", "add", .. Where]);

        Cli dry = await Cli.RunAsync(["trust", "add", .. Where, "--dry-run"]);
        Cli json = await Cli.RunAsync(["trust", "add", .. Where, "--dry-run", "--json"]);

        Assert.Equal("Nothing is to do: it is trusted already.", dry.Output.TrimEnd());
        Assert.Empty(JsonDocument.Parse(json.Output).RootElement.GetProperty("plan").EnumerateArray());
    }

    [Fact]
    public async Task Of_remove_says_what_would_go_and_leaves_it()
    {
        _ = await Cli.RunAsync(["trust", "add", .. Where]);

        Cli dry = await Cli.RunAsync("trust", "remove", "--all", "--output", _folder.File("new"), "--dry-run");
        Cli list = await Cli.RunAsync("trust", "list", "--scope", "step", "--output", _folder.File("new"));

        Assert.Contains($"Would take away {Thumbprint}: {_folder.File("new")}", dry.Output);
        Assert.StartsWith(Thumbprint, list.Output);
    }

    [Fact]
    public async Task Of_remove_has_nothing_to_do_where_nothing_is()
    {
        Cli dry = await Cli.RunAsync("trust", "remove", "--all", "--output", _folder.File("new"), "--dry-run");

        Assert.Equal("Nothing is to do: this tool put no such certificate there.", dry.Output.TrimEnd());
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [RequiresFact("docker")]
    public async Task Of_a_machine_refuses_what_the_run_itself_would_refuse()
    {
        await using Machine machine = await Machine.StartAsync();
        await machine.CopyAsync(Where[1], "authority.crt");

        Tool stranger = await machine.SqlTlsAsync("65534:65534", ["trust", "add", "--scope", "machine", "--authority", "/tmp/authority.crt", "--dry-run"]);
        Tool root = await machine.SqlTlsAsync(["trust", "add", "--scope", "machine", "--authority", "/tmp/authority.crt", "--dry-run"]);

        Assert.Equal(3, stranger.ExitCode);
        Assert.Contains("SQLTLS5101", stranger.Error);
        Assert.Contains($"Would trust {Thumbprint}", root.Output);
        Assert.Equal("", await machine.ShellAsync("ls -A /usr/local/share/ca-certificates"));
    }
}
