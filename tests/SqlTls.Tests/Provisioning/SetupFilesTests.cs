using SqlTls.Certificates;
using SqlTls.Instances;
using SqlTls.Provisioning;

namespace SqlTls.Tests.Provisioning;

/// <summary>What <c>up</c> leaves in its folder.</summary>
public sealed class SetupFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerCertificate _certificate = ServerCertificate.Create(CertificateOptions.For("db"));

    private string Output => _folder.File("out");

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Of_a_run_that_does_not_come_to_its_end_is_as_it_was()
    {
        _ = _folder.Write("out/server.crt", "before");

        Write().Dispose();

        Assert.Equal("before", File.ReadAllText(Path.Combine(Output, "server.crt")));
        Assert.Single(Directory.EnumerateFileSystemEntries(Output));
    }

    [Fact]
    public void That_cannot_be_put_back_does_not_hide_what_ended_the_run()
    {
        _ = _folder.Write("out/server.crt", "before");
        SetupFiles files = Write();
        Directory.Delete(Output, recursive: true);
        _ = _folder.Write("out", "no folder");

        Assert.Null(Record.Exception(files.Dispose));
    }

    [Fact]
    public void Hold_no_authority_of_the_certificate_before_where_none_is_known()
    {
        _ = _folder.Write("out/authority.crt", "before");

        using (SetupFiles files = Write(knowsAuthority: false))
        {
            files.Keep();
        }

        Assert.Equal([".gitignore", "server.crt"], Directory.EnumerateFiles(Output).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Of_a_run_that_does_not_come_to_its_end_hold_the_authority_that_was_there()
    {
        _ = _folder.Write("out/authority.crt", "before");

        Write(knowsAuthority: false).Dispose();

        Assert.Equal("before", File.ReadAllText(Path.Combine(Output, "authority.crt")));
        Assert.Single(Directory.EnumerateFileSystemEntries(Output));
    }

    [Fact]
    public void Hold_the_authority_that_was_there_where_it_issued_the_certificate()
    {
        string authority = _folder.Write("out/authority.crt", _certificate.Authority!.ExportCertificatePem());

        using SetupFiles files = Write(knowsAuthority: false);

        Assert.True(File.Exists(authority));
    }

    private SetupFiles Write(bool knowsAuthority = true)
    {
        var files = new SetupFiles(new OutputFolder(Output), keys: null);
        files.Write(new MemoryInstance().State with
        {
            Certificate = new InstalledCertificate(_certificate.Leaf, [], knowsAuthority ? _certificate.Authority : null, _certificate.Describe()),
        });
        return files;
    }
}
