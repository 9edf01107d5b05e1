using System.Security.Cryptography;
using System.Text;

namespace SqlTls.Cli.Tests;

public sealed class CertificateKeys : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, Func<RSA, byte[]>> Forms => new()
    {
        { "PKCS#1, PEM", key => Encoding.ASCII.GetBytes(key.ExportRSAPrivateKeyPem()) },
        { "PKCS#1, DER", key => key.ExportRSAPrivateKey() },
        { "PKCS#8, PEM", key => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()) },
        { "PKCS#8, DER", key => key.ExportPkcs8PrivateKey() },
        { "encrypted PKCS#8, PEM", key => Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem("right", Encryption)) },
        { "encrypted PKCS#8, DER", key => key.ExportEncryptedPkcs8PrivateKey("right", Encryption) },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Of_every_common_form_are_taken(string form, Func<RSA, byte[]> write)
    {
        string file = await KeyAsync(write);

        Cli run = await ImportAsync(file, "right");

        Assert.True(run.ExitCode == 0, $"{form}: {run.Error}");
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task That_are_encrypted_in_DER_need_their_password(string? password)
    {
        string file = await KeyAsync(key => key.ExportEncryptedPkcs8PrivateKey("right", Encryption));

        Cli run = await ImportAsync(file, password);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2102", run.Error);
        Assert.Contains(password is null ? "is missing" : "is wrong", run.Error);
    }

    [RequiresFact("openssl")]
    public async Task That_are_encrypted_as_before_PKCS8_are_refused_with_the_way_to_convert_them()
    {
        string file = await KeyAsync(key => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        Tool openssl = await Tool.RunAsync("openssl", ["rsa", "-traditional", "-aes128", "-passout", "pass:right", "-in", file, "-out", _folder.File("old.key")]);
        Assert.True(openssl.ExitCode == 0, openssl.Everything);

        Cli run = await ImportAsync(_folder.File("old.key"), "right");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("openssl pkcs8 -topk8", run.Error);
    }

    // The key of server.crt in another form.
    private async Task<string> KeyAsync(Func<RSA, byte[]> write)
    {
        _ = await Cli.RunAsync("certificate", "create", "--dns-name", "sql.test", "--output", _folder.Path);
        using var key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(_folder.File("server.key")));
        await File.WriteAllBytesAsync(_folder.File("in.key"), write(key));
        return _folder.File("in.key");
    }

    private Task<Cli> ImportAsync(string key, string? password) => Cli.RunWithAsync(
        name => name == SecretVariables.CertificatePassword ? password : null,
        "certificate", "import", _folder.File("server.crt"), "--key", key, "--output", _folder.File("out"));
}
