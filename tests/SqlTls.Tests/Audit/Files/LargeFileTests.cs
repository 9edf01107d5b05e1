using System.Text;
using SqlTls.Audit;
using SqlTls.Audit.Files;

namespace SqlTls.Tests.Audit.Files;

public sealed class LargeFileTests : IDisposable
{
    private const string Bad = "\"Server=db;Initial Catalog=x;Encrypt=false\"";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(TextFile.PieceLength - 80_000)]
    [InlineData(TextFile.PieceLength - 65_560)]
    [InlineData(TextFile.PieceLength - 65_536)]
    [InlineData(TextFile.PieceLength - 20)]
    [InlineData(TextFile.PieceLength)]
    [InlineData(3 * TextFile.PieceLength)]
    public async Task A_string_is_found_once_wherever_a_piece_ends(int before)
    {
        const string Line = "{\"n\": 1, \"t\": \"text\"}\n";
        int lines = before / Line.Length;
        _folder.Write("a.json", string.Concat(Enumerable.Repeat(Line, lines)) + "  " + Bad + "\n" + string.Concat(Enumerable.Repeat(Line, 80_000)));

        AuditFinding finding = await TheFindingAsync();

        Assert.Equal((lines + 1, 4), (finding.Line, finding.Column));
    }

    public static TheoryData<string, int> AroundABlock()
    {
        var data = new TheoryData<string, int>();
        foreach (string encoding in new[] { "utf-8", "utf-16", "utf-16BE", "latin1" })
        {
            foreach (int length in new[] { 65_534, 65_535, 65_536, 65_537, 65_538, 131_072 })
            {
                data.Add(encoding, length);
            }
        }

        return data;
    }

    // A file of one block is read once and whole, a longer one in pieces.
    [Theory]
    [MemberData(nameof(AroundABlock))]
    public async Task A_string_at_the_end_is_found_and_mended_whether_a_block_holds_the_file_or_not(string name, int length)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        int room = length - encoding.GetPreamble().Length - encoding.GetByteCount("ä" + Bad);
        string before = "ä" + new string(' ', room / encoding.GetByteCount(" "));
        string file = _folder.File("a.json");
        await File.WriteAllTextAsync(file, before + Bad, encoding);

        AuditFinding finding = await TheFindingAsync();
        await AuditFix.ApplyAsync(file, finding.Edit is { } edit ? [edit] : []);

        Assert.Equal((1, before.Length + 2), (finding.Line, finding.Column));
        Assert.Equal(before + Bad.Replace("false", "true"), await File.ReadAllTextAsync(file, encoding));
    }

    [Fact]
    public async Task A_line_of_many_pieces_keeps_its_columns()
    {
        const string Item = "{\"n\": 1, \"t\": \"text\"},";
        _folder.Write("a.json", "[" + string.Concat(Enumerable.Repeat(Item, 100_000)) + Bad + "," + string.Concat(Enumerable.Repeat(Item, 100_000)) + "1]");

        AuditFinding finding = await TheFindingAsync();

        Assert.Equal((1, 3 + (Item.Length * 100_000)), (finding.Line, finding.Column));
    }

    [Theory]
    [InlineData(".env", "A=", " B=")]
    [InlineData("a.cs", "var s = \"", "\";\nvar t = ")]
    [InlineData("a.cs", "/*", "*/\nvar t = ")]
    [InlineData("a.xml", "<!--", "--><a b=")]
    public async Task A_token_longer_than_a_piece_is_read_in_pieces_and_told(string name, string before, string after)
    {
        _folder.Write(name, before + new string('x', (2 * TextFile.PieceLength) + 100) + after + Bad + "\n" + new string(' ', TextFile.PieceLength));

        AuditResult result = await AuditAsync();

        Assert.Equal([AuditCodes.EncryptionOff, AuditCodes.ReadInPart], result.Findings.Select(finding => finding.Rule).Order());
    }

    [Fact]
    public async Task A_fix_in_a_later_piece_changes_the_right_word()
    {
        string before = string.Concat(Enumerable.Repeat("{\"n\": \"ä\"}\n", 200_000));
        string file = _folder.Write("a.json", before + Bad);

        await AuditFix.ApplyAsync(file, (await AuditAsync()).Findings.Select(finding => finding.Edit).OfType<AuditEdit>());

        Assert.Equal(before + Bad.Replace("false", "true"), await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_file_over_16_MB_is_not_changed_wherever_the_finding_stands(int over, bool isChanged)
    {
        await File.WriteAllTextAsync(_folder.File("a.json"), Bad);
        await using (FileStream file = File.OpenWrite(_folder.File("a.json")))
        {
            // A file is binary by the zeros at its start; those at its end take no place on most disks.
            file.Position = Bad.Length;
            await file.WriteAsync(Enumerable.Repeat((byte)' ', 16 * 1024).ToArray());
            file.SetLength(AuditFix.LargestFile + over);
        }

        Assert.Equal(isChanged, (await TheFindingAsync()).Edit is not null);
    }

    [Fact]
    public async Task YAML_of_more_than_a_piece_is_read_line_by_line_and_told()
    {
        _folder.Write("a.yml", "a: 1\nb: " + Bad + "\n" + string.Concat(Enumerable.Repeat("c: text\n", 200_000)) + "d: Server=d;Initial Catalog=x;Encrypt=no\n");
        _folder.Write("b.yml", "a: 1\n" + string.Concat(Enumerable.Repeat("c: text\n", 200_000)));

        AuditResult result = await AuditAsync();

        Assert.Equal(
            [("a.yml", 1, AuditCodes.ReadInPart), ("a.yml", 2, AuditCodes.EncryptionOff), ("a.yml", 200_003, AuditCodes.EncryptionOff)],
            result.Findings.Select(finding => (finding.File, finding.Line, finding.Rule)));
    }

    [Fact]
    public async Task A_file_that_is_no_UTF8_after_all_is_read_again()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Bad + "\n" + new string(' ', 2 * TextFile.PieceLength)), 0xE4, (byte)'\n', .. Encoding.ASCII.GetBytes(Bad)];
        await File.WriteAllBytesAsync(_folder.File("a.json"), bytes);

        AuditResult result = await AuditAsync();

        Assert.Equal([1, 3], result.Findings.Where(finding => finding.Rule == AuditCodes.EncryptionOff).Select(finding => finding.Line));
    }

    private async Task<AuditFinding> TheFindingAsync() => (await AuditAsync()).Findings.Single(finding => finding.Rule == AuditCodes.EncryptionOff);

    private Task<AuditResult> AuditAsync() => ConnectionStringAudit.RunAsync(new([_folder.Path], _folder.Path));
}
