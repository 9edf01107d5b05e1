using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SqlTls.Cli.Tests;

public sealed class Certificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Create_writes_certificate_key_and_authority_and_says_where()
    {
        Cli run = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path, "--json");

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["sql.test"], report.RootElement.GetProperty("certificate").GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            [".gitignore", "authority.crt", "server.crt", "server.key", "server.pfx"],
            Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("server.key")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("server.pfx")));
        }
    }

    [Fact]
    public async Task A_key_is_never_overwritten_unless_forced()
    {
        _ = await CreateAsync();
        byte[] before = await File.ReadAllBytesAsync(_folder.File("server.key"));

        Cli refused = await CreateAsync();
        byte[] after = await File.ReadAllBytesAsync(_folder.File("server.key"));
        Cli forced = await CreateAsync("--force");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("SQLTLS2108", refused.Error);
        Assert.Equal(before, after);
        Assert.Equal(0, forced.ExitCode);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(_folder.File("server.key")));
    }

    [Fact]
    public async Task A_dry_run_prints_its_plan_as_JSON_and_writes_nothing()
    {
        Cli run = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--dry-run", "--json", "--output", _folder.File("new"));

        using var plan = JsonDocument.Parse(run.Output);
        Assert.Equal("certificate", plan.RootElement.GetProperty("plan")[0].GetProperty("step").GetString());
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("export")]
    [InlineData("import")]
    public async Task A_PFX_of_a_key_alone_is_refused(string verb)
    {
        using var key = RSA.Create(2048);
        var content = new Pkcs12SafeContents();
        _ = content.AddShroudedKey(key, "", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
        var pfx = new Pkcs12Builder();
        pfx.AddSafeContentsUnencrypted(content);
        pfx.SealWithMac("", HashAlgorithmName.SHA256, 1);
        await File.WriteAllBytesAsync(_folder.File("key.pfx"), pfx.Encode());

        Cli run = await Cli.RunAsync(["certificate", verb, _folder.File("key.pfx"), .. verb == "check" ? Array.Empty<string>() : ["--output", _folder.File("new")]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2109", run.Error);
    }

    [Fact]
    public async Task What_create_makes_meets_every_requirement()
    {
        _ = await CreateAsync();

        Cli check = await Cli.RunAsync("certificate", "check", _folder.File("server.crt"), "--key", _folder.File("server.key"), "--dns-name", "sql.test");

        Assert.Equal(0, check.ExitCode);
        Assert.DoesNotContain("SQLTLS2", check.Output);
    }

    [Fact]
    public async Task Check_names_a_name_that_is_missing()
    {
        _ = await CreateAsync();

        Cli check = await Cli.RunAsync("certificate", "check", _folder.File("server.crt"), "--dns-name", "other.test");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("error SQLTLS2004: 'other.test' is not among the certificate's names (sql.test).", check.Output);
    }

    [RequiresFact("openssl")]
    public async Task OpenSSL_accepts_the_certificate_and_refuses_one_for_another_name()
    {
        _ = await CreateAsync();
        string authority = _folder.File("authority.crt");
        string server = _folder.File("server.crt");

        Tool good = await Tool.RunAsync("openssl", ["verify", "-CAfile", authority, "-purpose", "sslserver", "-verify_hostname", "sql.test", server]);
        Tool wrong = await Tool.RunAsync("openssl", ["verify", "-CAfile", authority, "-purpose", "sslserver", "-verify_hostname", "other.test", server]);

        Assert.True(good.ExitCode == 0, good.Everything);
        Assert.NotEqual(0, wrong.ExitCode);
    }

    [RequiresFact("openssl")]
    public async Task The_authority_cannot_vouch_for_another_name()
    {
        _ = await CreateAsync("--keep-authority-key");
        string extensions = _folder.Write("ext", "subjectAltName=DNS:bank.example\nextendedKeyUsage=serverAuth\n");
        await OpenSslAsync("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bank.example", "-keyout", _folder.File("evil.key"), "-out", _folder.File("evil.csr"));
        await OpenSslAsync(
            "x509", "-req", "-in", _folder.File("evil.csr"), "-CA", _folder.File("authority.crt"), "-CAkey", _folder.File("authority.key"),
            "-CAcreateserial", "-days", "1", "-extfile", extensions, "-out", _folder.File("evil.crt"));

        Tool verify = await Tool.RunAsync("openssl", ["verify", "-CAfile", _folder.File("authority.crt"), _folder.File("evil.crt")]);

        Assert.NotEqual(0, verify.ExitCode);
        Assert.Contains("permitted subtree violation", verify.Everything);
    }

    [Fact]
    public async Task An_import_leaves_no_authority_of_the_certificate_before()
    {
        var chain = CertificateChain.Make();
        _ = await CreateAsync();

        Cli import = await Cli.RunAsync(
            "certificate", "import", _folder.Write("in/a.crt", chain.Chain), "--key", _folder.Write("in/a.key", chain.Key), "--output", _folder.Path, "--force");

        Assert.True(import.ExitCode == 0, import.Error);
        Assert.False(File.Exists(_folder.File("authority.crt")));
    }

    [RequiresFact("openssl")]
    public async Task A_request_is_answered_by_another_authority_and_imported_with_its_key()
    {
        _ = await Cli.RunAsync("certificate", "request", "--dns-name", "sql.corp", "--output", _folder.Path);
        await OpenSslAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Corp", "-keyout", _folder.File("ca.key"), "-out", _folder.File("ca.crt"));
        await OpenSslAsync(
            "x509", "-req", "-in", _folder.File("server.csr"), "-copy_extensions", "copy", "-CA", _folder.File("ca.crt"), "-CAkey", _folder.File("ca.key"),
            "-CAcreateserial", "-days", "5", "-out", _folder.File("issued.crt"));

        Cli import = await Cli.RunAsync("certificate", "import", _folder.File("issued.crt"), "--output", _folder.Path, "--json");

        Assert.True(import.ExitCode == 0, import.Error);
        Assert.Contains("CN=Corp", import.Output);
        using var imported = X509Certificate2.CreateFromPemFile(_folder.File("server.crt"), _folder.File("server.key"));
        Assert.True(imported.HasPrivateKey);
    }

    [Fact]
    public async Task The_key_of_a_request_stays_as_it_is_and_stays_alone()
    {
        _ = await Cli.RunAsync("certificate", "request", "--dns-name", "sql.corp", "--output", _folder.Path);
        byte[] key = await File.ReadAllBytesAsync(_folder.File("server.key"));
        string answer = AnswerRequest();

        Cli named = await Cli.RunAsync("certificate", "import", answer, "--key", _folder.File("server.key"), "--output", _folder.Path);

        Assert.True(named.ExitCode == 0, named.Error);
        Assert.Equal(key, await File.ReadAllBytesAsync(_folder.File("server.key")));
        Assert.Equal([".gitignore", "answer.crt", "server.crt", "server.csr", "server.key", "server.pfx"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_request_for_other_names_is_not_what_this_answers()
    {
        _ = await Cli.RunAsync("certificate", "request", "--dns-name", "sql.corp", "--output", _folder.Path);
        string answer = AnswerRequest();
        _ = await Cli.RunAsync("certificate", "request", "--dns-name", "sql.corp", "--output", _folder.File("other"));

        Cli run = await Cli.RunAsync("certificate", "import", answer, "--output", _folder.File("other"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2104", run.Error);
        Assert.False(File.Exists(_folder.File("other/server.crt")));
    }

    [Fact]
    public async Task Names_may_be_said_together_again_and_twice()
    {
        Cli run = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "127.0.0.1", "SQL.test", "--dns-name", "localhost", "--output", _folder.Path, "--json");

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["sql.test", "localhost", "127.0.0.1"],
            report.RootElement.GetProperty("certificate").GetProperty("names").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_name_before_the_file_does_not_swallow_it()
    {
        _ = await CreateAsync();

        Cli check = await Cli.RunAsync("certificate", "check", "--dns-name", "sql.test", _folder.File("server.crt"));

        Assert.Equal(0, check.ExitCode);
    }

    [Fact]
    public async Task Check_holds_the_chain_against_the_authority_that_is_named()
    {
        _ = await CreateAsync();
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.File("other"));

        Cli good = await Cli.RunAsync("certificate", "check", _folder.File("server.crt"), "--authority", _folder.File("authority.crt"));
        Cli remade = await Cli.RunAsync("certificate", "check", _folder.File("server.crt"), "--authority", _folder.File("other/authority.crt"));

        Assert.Equal(0, good.ExitCode);
        Assert.Equal(1, remade.ExitCode);
        Assert.Contains("error SQLTLS2020", remade.Output);
    }

    [Fact]
    public async Task A_PFX_needs_its_password_from_the_environment()
    {
        _ = await Cli.RunWithAsync(Password("right"), "certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        string pfx = _folder.File("server.pfx");

        Cli missing = await Cli.RunAsync("certificate", "check", pfx);
        Cli wrong = await Cli.RunWithAsync(Password("wrong"), "certificate", "check", pfx);
        Cli right = await Cli.RunWithAsync(Password("right"), "certificate", "check", pfx);

        Assert.Contains("SQLTLS2102", missing.Error);
        Assert.Contains("SQLTLS2102", wrong.Error);
        Assert.Equal(0, right.ExitCode);
    }

    [Theory]
    [InlineData("SQLTLS2101", "")]
    [InlineData("SQLTLS2101", "this is no certificate")]
    [InlineData("SQLTLS2101", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    public async Task A_file_that_is_no_certificate_is_refused(string code, string content)
    {
        string file = _folder.Write("in.crt", content);

        Cli run = await Cli.RunAsync("certificate", "import", file, "--output", _folder.File("out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(code, run.Error);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task A_truncated_PFX_is_refused()
    {
        _ = await CreateAsync();
        byte[] pfx = await File.ReadAllBytesAsync(_folder.File("server.pfx"));
        await File.WriteAllBytesAsync(_folder.File("cut.pfx"), pfx[..(pfx.Length / 2)]);

        Cli run = await Cli.RunAsync("certificate", "import", _folder.File("cut.pfx"), "--output", _folder.File("out"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2101", run.Error);
    }

    [Fact]
    public async Task A_certificate_without_its_key_and_a_key_of_another_are_refused()
    {
        _ = await CreateAsync();
        using var other = RSA.Create(2048);
        string otherKey = _folder.Write("other.key", other.ExportPkcs8PrivateKeyPem());

        Cli without = await Cli.RunAsync("certificate", "import", _folder.File("server.crt"), "--output", _folder.File("out"));
        Cli mismatch = await Cli.RunAsync("certificate", "import", _folder.File("server.crt"), "--key", otherKey, "--output", _folder.File("out"));

        Assert.Contains("SQLTLS2103", without.Error);
        Assert.Contains("SQLTLS2104", mismatch.Error);
    }

    private static Func<string, string?> Password(string password) => name => name == "SQLTLS_CERTIFICATE_PASSWORD" ? password : null;

    // What a corporate authority does with the request.
    private string AnswerRequest()
    {
        using var authorityKey = RSA.Create(2048);
        var authority = new CertificateRequest("CN=Corp", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 root = authority.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var request = CertificateRequest.LoadSigningRequestPem(
            File.ReadAllText(_folder.File("server.csr")), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        using X509Certificate2 answer = request.Create(root, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(5), [1]);
        return _folder.Write("answer.crt", answer.ExportCertificatePem());
    }

    private static async Task OpenSslAsync(params string[] arguments)
    {
        Tool run = await Tool.RunAsync("openssl", arguments);
        Assert.True(run.ExitCode == 0, run.Everything);
    }

    private Task<Cli> CreateAsync(params string[] more) =>
        Cli.RunAsync(["certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path, .. more]);
}
