using System.Text;
using SqlTls.Audit;

namespace SqlTls.Tests.Audit.Files;

public sealed class TreeTests : IDisposable
{
    private const string Bad = "\"Server=db;Initial Catalog=x;Encrypt=false\"";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_git_ignores_and_what_a_build_makes_is_not_read()
    {
        _folder.Write(".git/HEAD", "");
        _folder.Write(".gitignore", "*.local.json\n/out/\n");
        _folder.Write("src/.gitignore", "!kept.local.json\n");
        foreach (string name in new[] { "src/a.json", "src/b.local.json", "src/kept.local.json", "out/a.json", "src/bin/a.json", "obj/a.json", "node_modules/x/a.json", ".git/a.json", "src/out/a.json" })
        {
            _folder.Write(name, Bad);
        }

        AuditResult result = await AuditAsync(_folder.File("src"), _folder.Path);

        Assert.Equal(["src/a.json", "src/kept.local.json", "src/out/a.json"], FilesOf(result));
    }

    [Fact]
    public async Task A_file_that_is_named_is_read_though_git_ignores_it()
    {
        _folder.Write(".gitignore", "*.json");
        string file = _folder.Write("a.json", Bad);

        Assert.Equal(["a.json"], FilesOf(await AuditAsync(file)));
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        _folder.Write("outside/a.json", Bad);
        _folder.Write("tree/b.json", Bad);
        Directory.CreateSymbolicLink(_folder.File("tree/folder"), _folder.File("outside"));
        File.CreateSymbolicLink(_folder.File("tree/file.json"), _folder.File("outside/a.json"));
        Directory.CreateSymbolicLink(_folder.File("tree/round"), _folder.File("tree"));

        Assert.Equal(["tree/b.json"], FilesOf(await AuditAsync(_folder.File("tree"))));
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_told_and_the_others_are_read()
    {
        _folder.Write("a.json", Bad);
        _folder.Write("gone/b.json", Bad);
        var unlisted = new List<string>();
        var files = new List<string>();

        foreach (string file in AuditFiles.Under(_folder.Path, (folder, _) => unlisted.Add(folder)))
        {
            files.Add(file);
            Directory.Delete(_folder.File("gone"), recursive: true);
        }

        Assert.Equal([_folder.File("a.json")], files);
        Assert.Equal([_folder.File("gone")], unlisted);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_warning_and_the_audit_goes_on()
    {
        string bad = _folder.Write("a.json", Bad);
        string locked = _folder.Write("b.json", Bad);
        using FileStream holder = new(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        AuditResult result = await AuditAsync(_folder.Path);

        Assert.Equal(["a.json SQLTLS1001", "b.json SQLTLS1010"], result.Findings.Select(finding => $"{finding.File} {finding.Rule}"));
    }

    [Fact]
    public async Task A_binary_file_is_not_read()
    {
        await File.WriteAllBytesAsync(_folder.File("a.json"), [0, .. Encoding.ASCII.GetBytes(Bad)]);

        Assert.Empty(FilesOf(await AuditAsync(_folder.Path)));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    public async Task Every_encoding_has_the_same_lines_and_columns(string encoding, bool mark)
    {
        Encoding used = Encoding.GetEncoding(encoding);
        await File.WriteAllBytesAsync(_folder.File("a.json"), [.. mark ? used.GetPreamble() : [], .. used.GetBytes("{\r\n\"ÄÖ\": " + Bad + "}")]);

        AuditFinding finding = (await AuditAsync(_folder.Path)).Findings.Single(finding => finding.Rule == AuditCodes.EncryptionOff);

        Assert.Equal((2, 8), (finding.Line, finding.Column));
    }

    private static IEnumerable<string> FilesOf(AuditResult result) => result.Findings.Where(finding => finding.Rule == AuditCodes.EncryptionOff).Select(finding => finding.File);

    private Task<AuditResult> AuditAsync(string path, string? baseFolder = null) => ConnectionStringAudit.RunAsync(new([path], baseFolder ?? _folder.Path));
}
