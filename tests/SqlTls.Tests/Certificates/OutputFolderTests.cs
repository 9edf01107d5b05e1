using SqlTls.Certificates;

namespace SqlTls.Tests.Certificates;

public sealed class OutputFolderTests : IDisposable
{
    private static readonly byte[] Old = "old"u8.ToArray();
    private static readonly byte[] New = "new"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Makes_its_folder_and_leaves_nothing_but_the_files()
    {
        new OutputFolder(_folder.File("a/b")).Write([("server.crt", New, false), ("server.key", New, true)], overwriteKeys: false);

        Assert.Equal([".gitignore", "server.crt", "server.key"], Names("a/b"));
    }

    [Fact]
    public void Keeps_an_instruction_to_version_control_that_is_there()
    {
        _ = _folder.Write("mine/.gitignore", "mine");

        new OutputFolder(_folder.File("mine")).Write([("server.key", New, true)], overwriteKeys: false);

        Assert.Equal("mine", File.ReadAllText(_folder.File("mine/.gitignore")));
    }

    [Fact]
    public void Gives_no_instruction_to_version_control_in_a_public_folder()
    {
        new OutputFolder(_folder.File("public"), isIgnored: false).Write([("server.cer", New, false)], overwriteKeys: false);

        Assert.Equal(["server.cer"], Names("public"));
    }

    [Fact]
    public void Replaces_what_may_be_replaced_and_leaves_no_copy()
    {
        var output = new OutputFolder(_folder.Path);
        output.Write([("server.crt", Old, false), ("server.key", Old, true)], overwriteKeys: false);

        output.Write([("server.crt", New, false), ("server.key", New, true)], overwriteKeys: true);

        Assert.Equal([".gitignore", "server.crt", "server.key"], Names(""));
        Assert.Equal(New, File.ReadAllBytes(_folder.File("server.key")));
    }

    [Fact]
    public void Loses_what_is_obsolete_and_no_key_among_that()
    {
        var output = new OutputFolder(_folder.Path);
        _ = _folder.Write("authority.crt", "old");
        _ = _folder.Write("other.crt", "-----BEGIN PRIVATE KEY-----");

        output.Write([("server.crt", New, false)], overwriteKeys: false, ["authority.crt", "no-such-file"]);
        SqlTlsException refused = Assert.Throws<SqlTlsException>(() => output.Write([("server.crt", New, false)], overwriteKeys: false, ["other.crt"]));

        Assert.Equal(CertificateCodes.WouldOverwriteKey, refused.Code);
        Assert.Equal([".gitignore", "other.crt", "server.crt"], Names(""));
    }

    [Fact]
    public void Refuses_to_replace_a_key_and_writes_nothing_of_the_rest()
    {
        var output = new OutputFolder(_folder.Path);
        output.Write([("server.key", Old, true)], overwriteKeys: false);

        SqlTlsException error = Assert.Throws<SqlTlsException>(() => output.Write([("server.crt", New, false), ("server.key", New, true)], overwriteKeys: false));

        Assert.Equal(CertificateCodes.WouldOverwriteKey, error.Code);
        Assert.Equal([".gitignore", "server.key"], Names(""));
    }

    [Fact]
    public void Refuses_to_replace_a_key_that_stands_in_a_public_file()
    {
        _ = _folder.Write("server.crt", "-----BEGIN CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\n");

        SqlTlsException error = Assert.Throws<SqlTlsException>(() => new OutputFolder(_folder.Path).Write([("server.crt", New, false)], overwriteKeys: false));

        Assert.Equal(CertificateCodes.WouldOverwriteKey, error.Code);
    }

    [Theory]
    [InlineData("bin/\n", true)]
    [InlineData("*\n", false)]
    [InlineData(null, false)]
    public void Knows_an_instruction_to_version_control_that_is_not_its_own(string? text, bool isForeign)
    {
        if (text is not null)
        {
            _ = _folder.Write(".gitignore", text);
        }

        Assert.Equal(isForeign, new OutputFolder(_folder.Path).HasForeignIgnoreFile);
    }

    [Fact]
    public void Puts_every_file_back_when_a_later_one_cannot_be_put_in_its_place()
    {
        var output = new OutputFolder(_folder.Path);
        output.Write([("server.crt", Old, false), ("server.key", Old, true)], overwriteKeys: false);
        _ = Directory.CreateDirectory(_folder.File("server.pfx"));

        SqlTlsException error = Assert.Throws<SqlTlsException>(() => output.Write(
            [("server.crt", New, false), ("server.key", New, true), ("authority.crt", New, false), ("server.pfx", New, true)], overwriteKeys: true));

        Assert.Equal((CertificateCodes.FolderNotWritable, Failure.Surroundings), (error.Code, error.Failure));
        Assert.Equal([".gitignore", "server.crt", "server.key"], Names(""));
        Assert.Equal(Old, File.ReadAllBytes(_folder.File("server.crt")));
        Assert.Equal(Old, File.ReadAllBytes(_folder.File("server.key")));
    }

    [Fact]
    public void Is_not_stopped_by_what_a_run_left_that_was_ended_between_two_files()
    {
        var output = new OutputFolder(_folder.Path);
        output.Write([("server.crt", Old, false)], overwriteKeys: false);
        _ = _folder.Write($".server.crt.{Environment.ProcessId}.old", "older");
        _ = _folder.Write($".server.crt.{Environment.ProcessId}.new", "newer");

        output.Write([("server.crt", New, false)], overwriteKeys: false);

        Assert.Equal(New, File.ReadAllBytes(_folder.File("server.crt")));
    }

    [Fact]
    public void Takes_the_folders_away_again_that_it_made_for_nothing()
    {
        SqlTlsException error = Assert.Throws<SqlTlsException>(() =>
            new OutputFolder(_folder.File("a/b")).Write([("server.crt", New, false), ("no/such/folder", New, false)], overwriteKeys: false));

        Assert.Equal(CertificateCodes.FolderNotWritable, error.Code);
        Assert.False(Directory.Exists(_folder.File("a")));
    }

    private string[] Names(string below) => [.. Directory.EnumerateFiles(_folder.File(below)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
