using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SqlTls.Cli.Tests;

/// <summary>What is wrong is said in one line with its code and the way out; the exit code is 2 or 3, and the files are as they were.</summary>
public sealed class BadInput : IDisposable
{
    private const string Password = "Right-9d2f";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string[]> Words => new()
    {
        { "SQLTLS2105", ["--dns-name", "two words"] },
        { "SQLTLS2105", ["--dns-name", " "] },
        { "SQLTLS2105", ["--dns-name", ""] },
        { "SQLTLS2105", ["--dns-name", "bell\a.test"] },
        { "SQLTLS2105", ["--dns-name", "line\nbreak.test"] },
        { "SQLTLS2105", ["--dns-name", new string('a', 64) + ".test"] },
        { "SQLTLS2105", ["--dns-name", "*.*"] },
        { "SQLTLS2106", ["--days", "-1"] },
        { "SQLTLS2106", ["--days", "0"] },
        { "SQLTLS2106", ["--days", "3651"] },
        { "SQLTLS5002", ["--days", "soon"] },
        { "SQLTLS5002", ["--days", "99999999999"] },
        { "SQLTLS2107", ["--key-size", "1024"] },
        { "SQLTLS2107", ["--key-size", "2049"] },
        { "SQLTLS5002", ["--no-such-option"] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Words_that_make_no_certificate(string code, string[] words)
    {
        Cli run = await Cli.RunAsync(["certificate", "create", "--output", _folder.File("out"), .. words]);

        Refused(run, 2, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("import")]
    [InlineData("check")]
    [InlineData("export")]
    public async Task A_wrong_password_and_none(string verb)
    {
        string pfx = await PfxAsync();

        Refused(await RunAsync(verb, pfx, "Wrong"), 2, "SQLTLS2102");
        Refused(await RunAsync(verb, pfx, null), 2, "SQLTLS2102");
    }

    [Theory]
    [InlineData("import", 0)]
    [InlineData("check", 0)]
    [InlineData("export", 0)]
    [InlineData("import", 1)]
    [InlineData("check", 1)]
    [InlineData("export", 1)]
    [InlineData("import", 100)]
    [InlineData("import", -1)]
    [InlineData("check", -1)]
    public async Task An_empty_and_a_truncated_PFX(string verb, int length)
    {
        byte[] pfx = await File.ReadAllBytesAsync(await PfxAsync());
        await File.WriteAllBytesAsync(_folder.File("cut.pfx"), pfx[..(length < 0 ? pfx.Length + length : length)]);

        Refused(await RunAsync(verb, _folder.File("cut.pfx"), Password), 2, "SQLTLS2101");
    }

    [Fact]
    public async Task A_key_without_its_certificate()
    {
        _ = await PfxAsync();

        Refused(await RunAsync("import", _folder.File("made/server.key"), null), 2, "SQLTLS2109");
        Refused(await RunAsync("check", _folder.File("made/server.key"), null), 2, "SQLTLS2109");
    }

    [Fact]
    public async Task A_certificate_without_its_key()
    {
        _ = await PfxAsync();

        Refused(await RunAsync("import", _folder.File("made/server.crt"), null), 2, "SQLTLS2103");
        Refused(await RunAsync("export", _folder.File("made/server.crt"), null, "--format", "pfx"), 2, "SQLTLS2103");
    }

    [Fact]
    public async Task A_key_of_another_certificate_and_a_key_that_is_none()
    {
        _ = await PfxAsync();
        using var other = RSA.Create(2048);

        Refused(await RunAsync("import", _folder.File("made/server.crt"), null, "--key", _folder.Write("other.key", other.ExportPkcs8PrivateKeyPem())), 2, "SQLTLS2104");
        Refused(await RunAsync("import", _folder.File("made/server.crt"), null, "--key", _folder.Write("bad.key", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----")), 2, "SQLTLS2101");
        Refused(await RunAsync("import", _folder.File("made/server.crt"), null, "--key", _folder.File("made/authority.crt")), 2, "SQLTLS2103");
    }

    [Fact]
    public async Task A_file_that_is_not_there()
    {
        Refused(await RunAsync("import", _folder.File("none.pfx"), null), 3, "SQLTLS5003");
        Refused(await RunAsync("check", _folder.Path, null), 3, "SQLTLS5003");
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    public async Task A_port_that_is_none(string port) => Refused(await Cli.RunAsync("endpoint", "--port", port), 2, "SQLTLS3901");

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    public async Task A_servers_port_that_is_none(string port)
    {
        Refused(await Cli.RunAsync("probe", $"localhost,{port}"), 2, "SQLTLS4201");
        Refused(await Cli.RunAsync("verify", "--server", $"localhost,{port}"), 2, "SQLTLS4201");
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();

        Refused(await Cli.RunAsync("endpoint", "--port", ((IPEndPoint)holder.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)), 3, "SQLTLS3901");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written()
    {
        string file = _folder.Write("a-file", "as it was");
        string pfx = await PfxAsync();

        Refused(await Cli.RunAsync("certificate", "create", "--output", Path.Combine(file, "below")), 3, "SQLTLS2110");
        Refused(await Cli.RunAsync("certificate", "request", "--output", file), 3, "SQLTLS2110");
        Refused(await Cli.RunWithAsync(_ => Password, "certificate", "import", pfx, "--output", Path.Combine(file, "below")), 3, "SQLTLS2110");
        Refused(await Cli.RunWithAsync(_ => Password, "certificate", "export", pfx, "--output", file), 3, "SQLTLS2110");
        Assert.Equal("as it was", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("request")]
    [InlineData("import")]
    public async Task A_folder_that_holds_a_key_already(string verb)
    {
        string pfx = await PfxAsync();
        _ = _folder.Write("out/server.key", "a key of mine");
        string[] what = verb == "import" ? [pfx] : [];

        Refused(await Cli.RunWithAsync(_ => Password, ["certificate", verb, .. what, "--output", _folder.File("out")]), 2, "SQLTLS2108");
        Assert.Equal("a key of mine", await File.ReadAllTextAsync(_folder.File("out/server.key")));
        _ = Assert.Single(Directory.EnumerateFileSystemEntries(_folder.File("out")));
    }

    [Fact]
    public async Task An_authority_that_is_none()
    {
        Refused(await Cli.RunAsync("probe", "localhost", "--authority", _folder.Write("none.crt", "text")), 2, "SQLTLS2101");
        Refused(await Cli.RunAsync("probe", "localhost", "--authority", _folder.Write("empty.crt", "")), 2, "SQLTLS2101");
        Refused(await Cli.RunAsync("probe", "localhost", "--authority", _folder.File("missing.crt")), 3, "SQLTLS5003");
    }

    [Fact]
    public async Task Words_of_a_given_certificate_that_do_not_go_together()
    {
        string pfx = await PfxAsync();

        Refused(await Cli.RunAsync("endpoint", "--key", _folder.File("made/server.key")), 2, "SQLTLS5002");
        Refused(await Cli.RunAsync("endpoint", "--certificate", pfx, "--dns-name", "sql.test"), 2, "SQLTLS5002");
    }

    private static void Refused(Cli run, int exitCode, string code)
    {
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Empty(run.Output);
        // One line that says it, and one with the page on it.
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"sqltls: error {code}: ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"{code}.md", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(run.Error, character => char.IsControl(character) && character is not ('\n' or '\r'));
    }

    private Task<Cli> RunAsync(string verb, string file, string? password, params string[] more)
    {
        string[] output = verb == "check" ? [] : ["--output", _folder.File("out")];
        return Cli.RunWithAsync(name => name == "SQLTLS_CERTIFICATE_PASSWORD" ? password : null, ["certificate", verb, file, .. output, .. more]);
    }

    private async Task<string> PfxAsync()
    {
        Cli made = await Cli.RunWithAsync(
            name => name == "SQLTLS_CERTIFICATE_PASSWORD" ? Password : null, "certificate", "create", "--dns-name", "sql.test", "--output", _folder.File("made"));
        Assert.True(made.ExitCode == 0, made.Error);
        return _folder.File("made/server.pfx");
    }
}
