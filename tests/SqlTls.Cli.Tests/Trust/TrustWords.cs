using SqlTls.Certificates;
using SqlTls.Cli.Verbs;

namespace SqlTls.Cli.Tests.Trust;

public sealed class TrustWords : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("add", "--scope", "world")]
    [InlineData("add", "--shell", "fish")]
    [InlineData("add", "--scope", "user", "--shell")]
    [InlineData("add", "--shell", "--json")]
    [InlineData("add", "--shell", "--dry-run")]
    [InlineData("add", "--scope", "step", "--container", "mssql")]
    public async Task Are_refused_where_they_make_no_sense(params string[] words)
    {
        Cli run = await Cli.RunAsync(["trust", .. words, "--output", _folder.File("new")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS5002", run.Output + run.Error);
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("zz23456789012345678901234567890123456789")]
    public async Task Name_a_thumbprint_that_is_none(string thumbprint)
    {
        Cli run = await Cli.RunAsync("trust", "remove", "--thumbprint", thumbprint, "--output", _folder.File("new"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2111", run.Error);
    }

    [Fact]
    public async Task Take_a_thumbprint_as_it_was_copied()
    {
        Cli run = await Cli.RunAsync("trust", "remove", "--thumbprint", "\u200eAB CD EF 01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01", "--output", _folder.File("new"));

        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public async Task Name_a_file_that_is_no_certificate()
    {
        Cli run = await Cli.RunAsync("trust", "add", "--authority", _folder.Write("text.crt", "hello"), "--output", _folder.File("new"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SQLTLS2101", run.Error);
    }

    [Fact]
    public async Task Name_a_file_of_several_certificates()
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.org"));
        using var other = Authority.Create(CertificateOptions.For("other.example.org"));
        string one = authority.Certificate.ExportCertificatePem();

        Cli several = await Cli.RunAsync("trust", "add", "--authority", _folder.Write("several.crt", $"{one}\n{other.Certificate.ExportCertificatePem()}"), "--output", _folder.File("new"));
        Cli twice = await Cli.RunAsync("trust", "add", "--authority", _folder.Write("twice.crt", $"{one}\n{one}"), "--output", _folder.File("twice"));

        Assert.Equal(2, several.ExitCode);
        Assert.Contains("SQLTLS2112", several.Error);
        Assert.Contains("holds 2 certificates", several.Error);
        Assert.False(Directory.Exists(_folder.File("new")));
        Assert.True(twice.ExitCode == 0, twice.Error);
    }

    [Fact]
    public async Task Name_a_folder_that_cannot_be_written()
    {
        using var authority = Authority.Create(CertificateOptions.For("db.example.org"));
        string file = _folder.Write("authority.crt", authority.Certificate.ExportCertificatePem());

        Cli run = await Cli.RunAsync("trust", "add", "--authority", file, "--output", Path.Combine(file, "below"));

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("SQLTLS5106", run.Error);
    }

    [Theory]
    [InlineData("sh", "export NAME='it'\\''s'\nunset GONE\n")]
    [InlineData("powershell", "$env:NAME = 'it''s'\nRemove-Item Env:GONE -ErrorAction Ignore\n")]
    [InlineData("github", "NAME=it's\nGONE=\n")]
    public void Become_what_a_shell_takes_in(string kind, string expected) =>
        Assert.Equal(expected, ShellText.Write(kind, new Dictionary<string, string?> { ["NAME"] = "it's", ["GONE"] = null }));

    [Fact]
    public void Keep_a_value_of_several_lines_together_for_a_job_runner()
    {
        string[] lines = ShellText.Write("github", new Dictionary<string, string?> { ["NAME"] = "one\nPATH=/evil" }).TrimEnd().Split('\n');

        Assert.StartsWith("NAME<<", lines[0]);
        Assert.Equal(["one", "PATH=/evil", lines[0]["NAME<<".Length..]], lines[1..]);
    }
}
