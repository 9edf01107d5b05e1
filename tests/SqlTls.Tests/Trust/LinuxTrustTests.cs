using System.Security.Cryptography.X509Certificates;
using SqlTls.Certificates;
using SqlTls.Trust;

namespace SqlTls.Tests.Trust;

/// <summary>A Linux system's store in a folder of the test's own. Its command takes up every file of the anchors, as Fedora's does, and fails or is ended as told.</summary>
public sealed class LinuxTrustTests : IDisposable
{
    private const string Anchors = "/etc/pki/ca-trust/source/anchors";

    private const string Refresh = """
        #!/bin/sh
        here=$(dirname "$0")
        if [ -e "$here/ends" ]; then rm "$here/ends"; kill -9 $PPID; exit 1; fi
        find "$here/anchors" -maxdepth 1 -type f -exec cat {} + >"$here/bundle"
        if [ -e "$here/fails" ]; then echo it is broken >&2; exit 7; fi

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _server = ServerCertificate.Create(CertificateOptions.For("db.example.org"));
    private readonly LinuxTrust _trust;

    public LinuxTrustTests()
    {
        _trust = new LinuxTrust("", (script, environment, cancellationToken) => LocalPrograms.ShellAsync(
            script.Replace(Anchors, _folder.File("anchors"), StringComparison.Ordinal),
            new Dictionary<string, string>(environment) { ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" },
            cancellationToken));
        _ = Directory.CreateDirectory(_folder.File("anchors"));
        Program("update-ca-trust", Refresh);
        Program("id", "#!/bin/sh\necho 0\n");
    }

    private X509Certificate2 Authority => _server.Authority!;

    private string Bundle => File.ReadAllText(_folder.File("bundle"));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [RequiresFact("linux")]
    public async Task Has_no_more_than_before_when_what_was_added_is_removed()
    {
        Assert.True(await _trust.AddAsync(Authority));
        Assert.True(await _trust.HoldsAsync(Authority));

        Assert.True(await _trust.RemoveAsync(Authority.Thumbprint));

        Assert.Equal("", Bundle);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("anchors")));
    }

    [RequiresFact("linux")]
    public async Task Is_as_before_where_a_removal_fails_and_can_be_asked_again()
    {
        _ = await _trust.AddAsync(Authority);
        string command = _folder.Write("fails", "");

        SqlTlsException refused = await Assert.ThrowsAsync<SqlTlsException>(() => _trust.RemoveAsync(Authority.Thumbprint));

        Assert.Equal(TrustCodes.StoreRefused, refused.Code);
        Assert.Contains("it is broken", refused.Message);
        Assert.Contains(Authority.ExportCertificatePem(), Bundle);
        Assert.EndsWith(".crt", Assert.Single(await _trust.ListAsync()).Where);
        File.Delete(command);
        Assert.True(await _trust.RemoveAsync(Authority.Thumbprint));
        Assert.Equal("", Bundle);
    }

    [RequiresFact("linux")]
    public async Task Finishes_a_removal_that_was_ended_half_way()
    {
        await RemoveHalfAsync();

        Assert.Equal(Authority.Thumbprint, Assert.Single(await _trust.ListAsync()).Thumbprint, ignoreCase: true);
        Assert.True(await _trust.RemoveAsync(Authority.Thumbprint));

        Assert.Equal("", Bundle);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("anchors")));
        Assert.Empty(await _trust.ListAsync());
    }

    [RequiresFact("linux")]
    public async Task Trusts_again_what_a_removal_that_was_ended_half_way_left()
    {
        await RemoveHalfAsync();

        Assert.False(await _trust.HoldsAsync(Authority));
        Assert.True(await _trust.AddAsync(Authority));

        Assert.Contains(Authority.ExportCertificatePem(), Bundle);
        Assert.EndsWith(".crt", Assert.Single(await _trust.ListAsync()).Where);
        _ = Assert.Single(Directory.EnumerateFileSystemEntries(_folder.File("anchors")));
    }

    private async Task RemoveHalfAsync()
    {
        _ = await _trust.AddAsync(Authority);
        _folder.Write("ends", "");
        _ = await Assert.ThrowsAsync<SqlTlsException>(() => _trust.RemoveAsync(Authority.Thumbprint));
        Assert.Contains(Authority.ExportCertificatePem(), Bundle);
    }

    private void Program(string name, string script)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Write(name, script), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
