using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Trust;

namespace SqlTls.Tests.Trust;

public sealed class StepTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _server = ServerCertificate.Create(CertificateOptions.For("db.example.org"));
    private readonly Dictionary<string, string> _environment = [];
    private readonly StepTrust _trust;

    public StepTrustTests() => _trust = new StepTrust(_folder.File("trust"), _environment.GetValueOrDefault);

    private X509Certificate2 Authority => _server.Authority!;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Adds_twice_what_is_then_there_once()
    {
        Assert.True(await _trust.AddAsync(Authority));
        Assert.False(await _trust.AddAsync(Authority));

        TrustedCertificate only = Assert.Single(await _trust.ListAsync());
        Assert.Equal(Authority.Thumbprint.ToLowerInvariant(), only.Thumbprint);
        Assert.Equal("step", only.Scope);
        Assert.True(File.Exists(only.Where));
    }

    [Fact]
    public async Task Removes_what_was_added_and_nothing_else()
    {
        using var other = SqlTls.Certificates.Authority.Create(CertificateOptions.For("db.example.org"));
        _ = await _trust.AddAsync(Authority);
        _ = await _trust.AddAsync(other.Certificate);
        string foreign = _folder.Write("trust/mine.txt", "mine");

        Assert.True(await _trust.RemoveAsync(Authority.Thumbprint));
        Assert.False(await _trust.RemoveAsync(Authority.Thumbprint));

        Assert.Equal(other.Certificate.Thumbprint.ToLowerInvariant(), Assert.Single(await _trust.ListAsync()).Thumbprint);
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public async Task Leaves_a_folder_alone_in_which_there_is_nothing_to_remove()
    {
        string ignored = _folder.Write("trust/.gitignore", "mine");

        Assert.False(await _trust.RemoveAsync(Authority.Thumbprint));

        Assert.Equal("mine", await File.ReadAllTextAsync(ignored));
        Assert.Equal([ignored], Directory.GetFileSystemEntries(_folder.File("trust")));
    }

    [Fact]
    public async Task Keeps_an_instruction_to_version_control_that_is_there()
    {
        string ignored = _folder.Write("trust/.gitignore", "mine");

        _ = await _trust.AddAsync(Authority);

        Assert.Equal("mine", await File.ReadAllTextAsync(ignored));
    }

    [Fact]
    public async Task Is_asked_again_to_remove_what_could_not_be_removed_whole()
    {
        _ = await _trust.AddAsync(Authority);
        // Nothing deletes a folder as a file.
        File.Delete(_trust.JavaFile);
        string held = _folder.Write("trust/sqltls-truststore.p12/held", "");

        _ = await Assert.ThrowsAsync<SqlTlsException>(() => _trust.RemoveAsync(Authority.Thumbprint));
        Directory.Delete(Path.GetDirectoryName(held)!, recursive: true);

        Assert.True(await _trust.RemoveAsync(Authority.Thumbprint));
        Assert.Empty(await _trust.ListAsync());
    }

    [RequiresFact("openssl")]
    public async Task Lets_openssl_find_each_of_two_authorities_with_one_name_also_when_the_first_has_gone()
    {
        using ServerCertificate other = ServerCertificate.Create(CertificateOptions.For("db.example.org"));
        _ = await _trust.AddAsync(Authority);
        _ = await _trust.AddAsync(other.Authority!);
        string first = _folder.Write("first.pem", _server.CertificatePem());
        string second = _folder.Write("second.pem", other.CertificatePem());

        Tool both = await Tool.RunAsync("openssl", ["verify", "-no-CAstore", "-no-CAfile", "-CApath", _trust.CertificateFolder, first, second]);
        _ = await _trust.RemoveAsync(Authority.Thumbprint);
        Tool gone = await Tool.RunAsync("openssl", ["verify", "-no-CAstore", "-no-CAfile", "-CApath", _trust.CertificateFolder, first]);
        Tool stays = await Tool.RunAsync("openssl", ["verify", "-no-CAstore", "-no-CAfile", "-CApath", _trust.CertificateFolder, second]);

        Assert.True(both.ExitCode == 0, both.Everything);
        Assert.NotEqual(0, gone.ExitCode);
        Assert.True(stays.ExitCode == 0, stays.Everything);
    }

    [RequiresFact("java")]
    public async Task Writes_a_trust_store_in_which_keytool_sees_trusted_certificates()
    {
        _ = await _trust.AddAsync(Authority);

        Tool keytool = await Tool.RunAsync("keytool", ["-list", "-keystore", _trust.JavaFile, "-storepass", "changeit", "-alias", Authority.Thumbprint.ToLowerInvariant()]);

        Assert.True(keytool.ExitCode == 0, keytool.Everything);
        Assert.Contains("trustedCertEntry", keytool.Output);
    }

    [Fact]
    public async Task Says_which_variables_make_programs_trust_it_beside_the_systems_own()
    {
        _ = await _trust.AddAsync(Authority);

        IReadOnlyDictionary<string, string?> variables = _trust.Variables();

        Assert.Equal(["JAVA_TOOL_OPTIONS", "NODE_EXTRA_CA_CERTS", "SSL_CERT_DIR"], variables.Keys);
        Assert.Equal($"{_trust.CertificateFolder}:/etc/ssl/certs", variables["SSL_CERT_DIR"]);
        Assert.Equal(_trust.NodeFile, variables["NODE_EXTRA_CA_CERTS"]);
        Assert.Contains($"-Djavax.net.ssl.trustStore={_trust.JavaFile}", variables["JAVA_TOOL_OPTIONS"]);
    }

    [Fact]
    public async Task Keeps_what_the_environment_trusts_already()
    {
        using var corporate = SqlTls.Certificates.Authority.Create(CertificateOptions.For("proxy.example.org"));
        _environment["SSL_CERT_DIR"] = "/one:/two";
        _environment["NODE_EXTRA_CA_CERTS"] = _folder.Write("corporate.pem", corporate.Certificate.ExportCertificatePem());
        _environment["JAVA_TOOL_OPTIONS"] = "-Xmx1g";

        _ = await _trust.AddAsync(Authority);
        IReadOnlyDictionary<string, string?> variables = _trust.Variables();

        Assert.Equal($"{_trust.CertificateFolder}:/one:/two", variables["SSL_CERT_DIR"]);
        Assert.StartsWith("-Xmx1g -Djavax.net.ssl.trustStore=", variables["JAVA_TOOL_OPTIONS"]);
        var node = new X509Certificate2Collection();
        node.ImportFromPemFile(_trust.NodeFile);
        Assert.Equal([Authority.Thumbprint, corporate.Certificate.Thumbprint], node.Select(certificate => certificate.Thumbprint));
    }

    [Fact]
    public async Task Leaves_a_Java_trust_store_of_the_users_own_in_place()
    {
        _environment["JAVA_TOOL_OPTIONS"] = "-Djavax.net.ssl.trustStore=/corporate.p12";

        _ = await _trust.AddAsync(Authority);

        Assert.Equal("-Djavax.net.ssl.trustStore=/corporate.p12", _trust.Variables()["JAVA_TOOL_OPTIONS"]);
    }

    [Fact]
    public async Task Gives_the_same_variables_in_an_environment_that_has_them()
    {
        _ = await _trust.AddAsync(Authority);
        IReadOnlyDictionary<string, string?> first = _trust.Variables();
        Apply(first);

        Assert.Equal(first, _trust.Variables());
    }

    [Fact]
    public async Task Gives_the_environment_back_when_the_last_has_gone()
    {
        _environment["JAVA_TOOL_OPTIONS"] = "-Xmx1g";
        _ = await _trust.AddAsync(Authority);
        Apply(_trust.Variables());

        _ = await _trust.RemoveAsync(Authority.Thumbprint);
        IReadOnlyDictionary<string, string?> variables = _trust.Variables();

        Assert.Equal("/etc/ssl/certs", variables["SSL_CERT_DIR"]);
        Assert.Null(variables["NODE_EXTRA_CA_CERTS"]);
        Assert.Equal("-Xmx1g", variables["JAVA_TOOL_OPTIONS"]);
        Assert.False(File.Exists(_trust.NodeFile));
        Assert.False(File.Exists(_trust.JavaFile));
    }

    [Fact]
    public async Task Takes_up_where_a_run_that_was_ended_left_off()
    {
        _ = await _trust.AddAsync(Authority);
        File.Delete(_trust.JavaFile);
        _folder.Write($"trust/sqltls-certs/{SubjectHash.Of(Authority)}.0.4711.tmp", "-----BEGIN CERT");

        Assert.False(await _trust.AddAsync(Authority));

        Assert.True(File.Exists(_trust.JavaFile));
        _ = Assert.Single(Directory.GetFiles(_trust.CertificateFolder));
    }

    [Fact]
    public async Task Adds_what_many_add_at_once()
    {
        ServerCertificate[] servers = [.. Enumerable.Range(0, 4).Select(_ => ServerCertificate.Create(CertificateOptions.For("db.example.org")))];

        await Task.WhenAll(servers.Select(each => new StepTrust(_folder.File("trust"), _environment.GetValueOrDefault).AddAsync(each.Authority!)));

        Assert.Equal(servers.Select(each => each.Authority!.Thumbprint.ToLowerInvariant()).Order(), (await _trust.ListAsync()).Select(entry => entry.Thumbprint).Order());
    }

    [Fact]
    public async Task Says_where_it_cannot_write()
    {
        string file = _folder.Write("a-file", "");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => new StepTrust(Path.Combine(file, "below")).AddAsync(Authority));

        Assert.Equal(TrustCodes.NotWritable, refused.Code);
        Assert.Equal(Failure.Surroundings, refused.Failure);
    }

    private void Apply(IReadOnlyDictionary<string, string?> variables)
    {
        foreach ((string name, string? value) in variables)
        {
            _ = _environment.Remove(name);
            if (value is not null)
            {
                _environment[name] = value;
            }
        }
    }
}
