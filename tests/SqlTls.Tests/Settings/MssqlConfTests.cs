using System.Text;
using SqlTls.Settings;

namespace SqlTls.Tests.Settings;

public class MssqlConfTests
{
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
