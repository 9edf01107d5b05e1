using System.Text;
using CsCheck;
using SqlTls.Settings;

namespace SqlTls.Tests.Settings;

public class MssqlConfTests
{
    private static readonly Gen<string> Line = Gen.OneOf(
        Words("", "   ", "# comment", "; other", "[network]", "[Network]", "[memory]", "[ broken", "no delimiter", "tlscert = /a b ", "TLSKey=/k", "forceencryption: 1", "  continued", "x = é"),
        Gen.String[Gen.Char['!', '~'], 0, 12]);

    private static readonly Gen<byte[]> File = Gen.Select(Line.Array[0, 12], Words("\n", "\r\n"), Gen.Bool, (lines, end, closed) =>
        Encoding.UTF8.GetBytes(string.Join(end, lines) + (closed && lines.Length > 0 ? end : "")));

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    [Fact]
    public void An_edit_that_is_reverted_leaves_the_same_bytes() => File.Sample(content =>
    {
        var original = MssqlConf.Parse(content);
        MssqlConf edited = original.With("network", "tlscert", "/new").With("network", "forcestrict", "1").With("telemetry", "customerfeedback", "0");

        MssqlConf reverted = edited.Revert(original, [("network", "tlscert"), ("network", "forcestrict"), ("telemetry", "customerfeedback")]);

        // Of several settings of one name, the last counts and all are set; only then do the bytes differ.
        bool repeated = original.Settings.GroupBy(setting => (setting.Section, setting.Key)).Any(group => group.Count() > 1);
        return repeated || reverted.ToBytes().SequenceEqual(content);
    });

    [Fact]
    public void What_was_set_is_read_again() => File.Sample(content =>
        MssqlConf.Parse(MssqlConf.Parse(content).With("network", "tlscert", "/new").ToBytes()).Get("NETWORK", "TlsCert") == "/new");

    [Fact]
    public void What_is_not_edited_keeps_its_value() => File.Sample(content =>
    {
        var original = MssqlConf.Parse(content);
        MssqlConf edited = original.With("network", "tlscert", "/new");
        return original.Settings.Where(setting => setting is not ("network", "tlscert", _)).SequenceEqual(edited.Settings.Where(setting => setting is not ("network", "tlscert", _)));
    });

    [Fact]
    public void A_setting_is_added_to_its_section_and_a_new_section_at_the_end()
    {
        var conf = MssqlConf.Parse("# first\n[Network]\nTcpPort = 1433\n\n[memory]\nmemorylimitmb = 1024\n"u8);

        string edited = Encoding.UTF8.GetString(conf.With("network", "forceencryption", "1").With("sqlagent", "enabled", "true").ToBytes());

        Assert.Equal("# first\n[Network]\nTcpPort = 1433\nforceencryption = 1\n\n[memory]\nmemorylimitmb = 1024\n[sqlagent]\nenabled = true\n", edited);
    }

    [Fact]
    public void A_byte_order_mark_is_dropped_and_that_is_known()
    {
        var conf = MssqlConf.Parse([0xEF, 0xBB, 0xBF, .. "[network]\n"u8]);

        Assert.True(conf.HadByteOrderMark);
        Assert.Equal("[network]\n"u8, conf.ToBytes());
    }

    [Fact]
    public void Bytes_that_are_no_text_stay() =>
        Assert.Equal([0xFF, 0x00, (byte)'\n', .. "[network]\ntlscert = /c\n"u8], MssqlConf.Parse([0xFF, 0x00, (byte)'\n']).With("network", "tlscert", "/c").ToBytes());

    [Fact]
    public void Comments_and_order_do_not_change_the_meaning() =>
        Assert.True(MssqlConf.Parse("[a]\nx=1\ny=2\n"u8).MeansTheSameAs(MssqlConf.Parse("; c\n[A]\nY = 2\nX = 1"u8)));
}
